package io.dispatcher.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.history.Redaction;
import io.dispatcher.protocol.HeaderField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The headers of a replay. What was redacted is not there to be sent: it is left out and named, unless it is given again or left out on purpose.
 *
 * @param json as {@code POST /api/execute} takes them
 * @param lacks names
 */
record ReplayHeaders(ObjectNode json, List<String> lacks) {
    /** Of the connection, the hop and the trace it was recorded on; a new one has its own. */
    private static final Set<String> OF_THE_HOP = Set.of(
            "connection",
            "content-length",
            "forwarded",
            "keep-alive",
            "te",
            "traceparent",
            "tracestate",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via");

    private static final String OWN = "dispatcher-";

    /** @param wished by name; null: not this one */
    static ReplayHeaders of(List<HeaderField> recorded, JsonNode wished) {
        Map<String, JsonNode> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        wished.fields().forEachRemaining(header -> byName.put(header.getKey(), header.getValue()));
        Map<String, ArrayNode> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<String> lacks = new ArrayList<>();
        for (HeaderField header : recorded) {
            if (byName.containsKey(header.name()) || ofTheHop(header.name())) {
                continue;
            }
            if (Redaction.isSecret(header.name())) {
                if (!lacks.contains(header.name())) {
                    lacks.add(header.name());
                }
            } else {
                kept.computeIfAbsent(header.name(), name -> JsonNodeFactory.instance.arrayNode())
                        .add(header.value());
            }
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        kept.forEach(json::set);
        wished.fields().forEachRemaining(header -> {
            if (!header.getValue().isNull()) {
                json.set(header.getKey(), header.getValue());
            }
        });
        return new ReplayHeaders(json, List.copyOf(lacks));
    }

    private static boolean ofTheHop(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return OF_THE_HOP.contains(lower) || lower.startsWith(OWN) && !Redaction.isSecret(name);
    }
}
