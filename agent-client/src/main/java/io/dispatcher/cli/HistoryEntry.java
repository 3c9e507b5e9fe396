package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.HistoryLines;
import java.util.Iterator;
import java.util.Map;

/** One entry of the history, whole, for a person. */
final class HistoryEntry {
    private final Terminal terminal;

    HistoryEntry(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(JsonNode item) {
        HistoryLines.print(item, terminal);
        if (item.hasNonNull("replay_of")) {
            field("replay of", item.get("replay_of").asText());
        }
        message("request", item.path("request"));
        message("response", item.path("response"));
        problem(item.path("problem"));
        timings(item.path("timings"));
        hops(item.path("hops"));
    }

    private void message(String title, JsonNode message) {
        if (!message.isObject() || message.isEmpty()) {
            return;
        }
        terminal.line("");
        terminal.line(terminal.bold(title));
        fields(message, "headers", "body", "body_base64", "timings");
        Bodies.headers(message.path("headers"), "  ", terminal);
        if (message.path("body").isTextual()) {
            terminal.line("");
            terminal.line(
                    Terminal.printable(message.get("body").asText()).indent(2).stripTrailing());
        } else if (message.path("body").isContainerNode()) {
            field("body", message.get("body").toString());
        } else if (message.hasNonNull("body_base64")) {
            field("body", "binary, see --json");
        }
    }

    private void problem(JsonNode problem) {
        if (problem.isObject() && !problem.isEmpty()) {
            terminal.line("");
            terminal.line(terminal.bold("problem"));
            fields(problem);
        }
    }

    private void fields(JsonNode object, String... without) {
        for (Iterator<Map.Entry<String, JsonNode>> all = object.fields(); all.hasNext(); ) {
            Map.Entry<String, JsonNode> member = all.next();
            boolean wanted = !java.util.List.of(without).contains(member.getKey());
            if (wanted && member.getValue().isValueNode() && !member.getValue().isNull()) {
                field(member.getKey().replace('_', ' '), member.getValue().asText());
            }
        }
    }

    private void timings(JsonNode timings) {
        if (timings.isObject() && !timings.isEmpty()) {
            terminal.line("");
            terminal.line(terminal.bold("timings"));
            terminal.line("  " + Bodies.timings(timings, terminal));
        }
    }

    private void hops(JsonNode hops) {
        if (!hops.isArray() || hops.isEmpty()) {
            return;
        }
        terminal.line("");
        terminal.line(terminal.bold("hops"));
        for (JsonNode hop : hops) {
            StringBuilder line = new StringBuilder();
            hop.fields().forEachRemaining(member -> line.append(line.isEmpty() ? "" : "  ")
                    .append(member.getKey())
                    .append('=')
                    .append(member.getValue().isValueNode() ? member.getValue().asText() : member.getValue()));
            terminal.line("  " + Terminal.oneLine(line.toString()));
        }
    }

    private void field(String name, String value) {
        terminal.line("  " + terminal.dim(name + ":") + " " + Terminal.oneLine(value));
    }
}
