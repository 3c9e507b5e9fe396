package io.dispatcher.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.Terminal;
import java.util.Set;
import java.util.function.UnaryOperator;

/** An event in one line. */
public final class EventLines {
    private static final Set<String> NOT_SHOWN = Set.of("node", "caller", "kind");
    private static final Set<String> BAD = Set.of("failed", "expired", "disconnected", "down", "cancelled");

    private EventLines() {}

    public static void print(JsonNode event, Terminal terminal) {
        String type = Terminal.oneLine(event.path("type").asText());
        String shown = String.format("%-18s", type);
        String data = data(event, name -> terminal.dim(name + "="));
        terminal.line(terminal.dim(Shown.time(event.path("time").asText())) + " "
                + terminal.dim(String.format("%6d", event.path("id").asLong())) + " "
                + (bad(type) ? terminal.red(shown) : terminal.bold(shown)) + (data.isEmpty() ? "" : " " + data));
    }

    /** True for the type of an event that is bad news. */
    public static boolean bad(String type) {
        return BAD.contains(type.substring(type.lastIndexOf('.') + 1));
    }

    /** What an event tells, as names and values in one line. */
    public static String data(JsonNode event) {
        return data(event, name -> name + "=");
    }

    private static String data(JsonNode event, UnaryOperator<String> name) {
        StringBuilder data = new StringBuilder();
        event.path("data").fields().forEachRemaining(member -> {
            JsonNode value = member.getValue();
            if (!value.isNull()
                    && !NOT_SHOWN.contains(member.getKey())
                    && !(value.isContainerNode() && value.isEmpty())) {
                data.append(data.isEmpty() ? "" : " ")
                        .append(name.apply(member.getKey()))
                        .append(Terminal.oneLine(value.isTextual() ? value.asText() : value.toString()));
            }
        });
        return data.toString();
    }
}
