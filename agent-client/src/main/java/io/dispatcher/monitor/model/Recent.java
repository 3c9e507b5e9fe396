package io.dispatcher.monitor.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The requests that ended last, as items of the history. The oldest goes when there are too many. Not thread-safe. */
public final class Recent {
    /** As many are kept. */
    public static final int MOST = 1_000;

    private static final String TIME = "time";
    private static final String REQUEST_ID = "request_id";

    private final Map<String, JsonNode> byId = new LinkedHashMap<>();

    /** Items of {@code /api/history}, newest first as they come. */
    public void listed(JsonNode items) {
        List<JsonNode> oldestFirst = new ArrayList<>();
        items.forEach(oldestFirst::add);
        Collections.reverse(oldestFirst);
        oldestFirst.forEach(item -> add(item.path("id").asText(), item));
    }

    /** An event that tells of a request's end; true if it was one. */
    public boolean happened(JsonNode event) {
        JsonNode data = event.path("data");
        String id = data.path(REQUEST_ID).asText();
        if (id.isEmpty() || !data.has("status_code")) {
            return false;
        }
        JsonNode known = byId.get(id);
        if (data.has("url")) {
            ObjectNode item = JsonNodeFactory.instance.objectNode();
            item.put("id", id).put(TIME, begun(event));
            add(id, item.setAll((ObjectNode) data));
        } else if (known instanceof ObjectNode corrected) {
            // A late answer tells only what it changes.
            byId.put(id, corrected.deepCopy().setAll((ObjectNode) data));
        }
        return true;
    }

    private void add(String id, JsonNode item) {
        if (byId.putIfAbsent(id, item) == null && byId.size() > MOST) {
            byId.remove(byId.keySet().iterator().next());
        }
    }

    // The event's time is the request's end, the history's its beginning.
    private static String begun(JsonNode event) {
        String ended = event.path(TIME).asText();
        try {
            double duration = event.path("data").path("duration_ms").asDouble();
            return Instant.parse(ended).minusMillis(Math.round(duration)).toString();
        } catch (DateTimeException e) {
            return ended;
        }
    }

    /** Newest first. */
    public List<JsonNode> newestFirst() {
        List<JsonNode> items = new ArrayList<>(byId.values());
        Collections.reverse(items);
        items.sort(Comparator.comparing((JsonNode item) -> item.path(TIME).asText())
                .reversed());
        return items;
    }

    /** True for an answer of 400 and above, or none. */
    public static boolean failed(JsonNode item) {
        return item.hasNonNull("error") || item.path("status_code").asInt(0) >= 400;
    }

    /** The status as text, or the error there was instead. */
    public static String outcome(JsonNode item) {
        return item.hasNonNull("error")
                ? item.path("error").asText()
                : item.path("status_code").asText();
    }
}
