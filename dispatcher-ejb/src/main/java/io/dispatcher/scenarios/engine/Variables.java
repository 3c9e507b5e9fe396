package io.dispatcher.scenarios.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values by name, and texts with {@code ${name}} in them. A text that is nothing but one variable becomes its value, of whatever type; {@code $${} stands for
 * itself.
 */
public final class Variables {
    /** What names of variables are. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");

    private static final int LONGEST = 1_048_576;
    private static final Pattern USE = Pattern.compile("(\\$?)\\$\\{([^}]{0,80})}");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectNode values;

    public Variables(ObjectNode values) {
        this.values = values.deepCopy();
    }

    /** A text names what is not there, or becomes too long. */
    public static final class UnsetException extends Exception {
        private static final long serialVersionUID = 1L;

        UnsetException(String message) {
            super(message);
        }
    }

    static boolean usedIn(String text) {
        return text.contains("${");
    }

    void set(String name, JsonNode value) {
        values.set(name, value);
    }

    /** The same with values for names. */
    JsonNode in(JsonNode template) throws UnsetException {
        if (template.isTextual()) {
            return value(template.textValue());
        }
        if (template.isArray()) {
            ArrayNode array = NODES.arrayNode();
            for (JsonNode element : template) {
                array.add(in(element));
            }
            return array;
        }
        if (template instanceof ObjectNode object) {
            ObjectNode filled = NODES.objectNode();
            for (var member : object.properties()) {
                filled.set(member.getKey(), in(member.getValue()));
            }
            return filled;
        }
        return template;
    }

    private JsonNode value(String text) throws UnsetException {
        Matcher use = USE.matcher(text);
        if (use.matches() && use.group(1).isEmpty()) {
            return named(use.group(2));
        }
        return TextNode.valueOf(text(text));
    }

    String text(String template) throws UnsetException {
        if (!usedIn(template)) {
            return template;
        }
        Matcher use = USE.matcher(template);
        StringBuilder text = new StringBuilder();
        int end = 0;
        while (use.find()) {
            text.append(template, end, use.start());
            text.append(
                    use.group(1).isEmpty()
                            ? plain(named(use.group(2)))
                            : use.group().substring(1));
            end = use.end();
            if (text.length() > LONGEST) {
                throw new UnsetException("a text becomes longer than " + LONGEST + " characters");
            }
        }
        return text.append(template, end, template.length()).toString();
    }

    private JsonNode named(String name) throws UnsetException {
        @Nullable JsonNode value = values.get(name);
        if (value == null) {
            throw new UnsetException("variable " + name + " is not set");
        }
        return value;
    }

    private static String plain(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
