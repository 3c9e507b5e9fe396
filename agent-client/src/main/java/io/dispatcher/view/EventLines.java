package io.dispatcher.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.Terminal;
import java.util.Set;

/** An event in one line. */
public final class EventLines {
    private static final Set<String> NOT_SHOWN = Set.of("node", "caller", "kind");
    private static final Set<String> BAD = Set.of("failed", "expired", "disconnected", "down", "cancelled");

    private EventLines() {}

    public static void print(JsonNode event, Terminal terminal) {
        String type = Terminal.oneLine(event.path("type").asText());
        String last = type.substring(type.lastIndexOf('.') + 1);
        String shown = String.format("%-18s", type);
        StringBuilder data = new StringBuilder();
        event.path("data").fields().forEachRemaining(member -> {
            JsonNode value = member.getValue();
            if (!value.isNull()
                    && !NOT_SHOWN.contains(member.getKey())
                    && !(value.isContainerNode() && value.isEmpty())) {
                data.append(' ')
                        .append(terminal.dim(member.getKey() + "="))
                        .append(Terminal.oneLine(value.isTextual() ? value.asText() : value.toString()));
            }
        });
        terminal.line(terminal.dim(Shown.time(event.path("time").asText())) + " "
                + terminal.dim(String.format("%6d", event.path("id").asLong())) + " "
                + (BAD.contains(last) ? terminal.red(shown) : terminal.bold(shown)) + data);
    }
}
