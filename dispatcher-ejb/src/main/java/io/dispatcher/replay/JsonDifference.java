package io.dispatcher.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What makes one JSON value of another, as a JSON Patch (RFC 6902). Members are compared by name, elements by place after what is equal at the array's
 * beginning and end; numbers by value. Linear in time. For one thread.
 */
final class JsonDifference {
    /** More are not told. */
    static final int MOST = 500;

    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> one.isNumber() && other.isNumber()
            ? one.decimalValue().compareTo(other.decimalValue())
            : one.equals(other) ? 0 : 1;

    private final ArrayNode operations = JsonNodeFactory.instance.arrayNode();
    private boolean cut;

    static JsonDifference of(JsonNode before, JsonNode after) {
        JsonDifference difference = new JsonDifference();
        difference.compare("", before, after);
        return difference;
    }

    /** At most {@value #MOST}. */
    ArrayNode operations() {
        return operations;
    }

    /** Whether there are more. */
    boolean cut() {
        return cut;
    }

    boolean none() {
        return operations.isEmpty();
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (cut) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            objects(path, before, after);
        } else if (before.isArray() && after.isArray()) {
            arrays(path, before, after);
        } else if (!before.equals(BY_VALUE, after)) {
            add("replace", path, after);
        }
    }

    private void objects(String path, JsonNode before, JsonNode after) {
        for (Iterator<String> names = before.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (after.has(name)) {
                compare(path + step(name), before.get(name), after.get(name));
            } else {
                add("remove", path + step(name), null);
            }
        }
        for (Iterator<String> names = after.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!before.has(name)) {
                add("add", path + step(name), after.get(name));
            }
        }
    }

    private void arrays(String path, JsonNode before, JsonNode after) {
        int shorter = Math.min(before.size(), after.size());
        int from = 0;
        while (from < shorter && before.get(from).equals(BY_VALUE, after.get(from))) {
            from++;
        }
        int same = 0;
        while (same < shorter - from
                && before.get(before.size() - 1 - same).equals(BY_VALUE, after.get(after.size() - 1 - same))) {
            same++;
        }
        int both = shorter - same;
        for (int i = from; i < both; i++) {
            compare(path + "/" + i, before.get(i), after.get(i));
        }
        for (int i = before.size() - same - 1; i >= both; i--) {
            add("remove", path + "/" + i, null);
        }
        for (int i = both; i < after.size() - same; i++) {
            add("add", path + "/" + i, after.get(i));
        }
    }

    private void add(String operation, String path, @Nullable JsonNode value) {
        if (operations.size() == MOST) {
            cut = true;
            return;
        }
        ObjectNode one = operations.addObject().put("op", operation).put("path", path);
        if (value != null) {
            one.set("value", value);
        }
    }

    /** RFC 6901. */
    private static String step(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
