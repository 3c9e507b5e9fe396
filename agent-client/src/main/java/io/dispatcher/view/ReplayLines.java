package io.dispatcher.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.Table.Cell;
import io.dispatcher.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;

/** What a replay's answer differs in, for a person: a line that is gone begins with {@code -}, one that came with {@code +}. */
public final class ReplayLines {
    private static final int MOST_PATCHES = 50;

    private ReplayLines() {}

    /** Prints an answer of {@code /api/replay/{id}}. */
    public static void print(JsonNode replay, Terminal terminal) {
        JsonNode result = replay.path("result");
        JsonNode diff = replay.path("diff");
        Cell status = Shown.status(result, terminal);
        terminal.line(status.style().apply(Terminal.oneLine(status.text())) + terminal.dot()
                + terminal.bold(Terminal.oneLine(Shown.text(result, "agent_id"))) + " from "
                + terminal.bold(Terminal.oneLine(Shown.text(result, "source_address"))));
        terminal.line(terminal.dim("request " + Terminal.oneLine(Shown.text(replay, "request_id")) + ", replay of "
                + Terminal.oneLine(Shown.text(replay, "replay_of"))));
        if (!replay.path("lacks").isEmpty()) {
            terminal.line(terminal.yellow("sent without " + names(replay.path("lacks"))
                    + ": redacted when it was recorded; give it with -H"));
        }
        terminal.line("");
        status(diff.path("status"), terminal);
        headers(diff, terminal);
        body(diff.path("body"), terminal);
        timings(diff.path("timings"), terminal);
    }

    private static void status(JsonNode status, Terminal terminal) {
        if (!status.isObject()) {
            same("status", terminal);
            return;
        }
        title("status", terminal);
        gone(status.path("before").asText(), terminal);
        come(status.path("after").asText(), terminal);
    }

    private static void headers(JsonNode diff, Terminal terminal) {
        if (diff.path("headers").isEmpty()) {
            same("headers", terminal);
        } else {
            title("headers", terminal);
        }
        for (JsonNode header : diff.path("headers")) {
            String name = header.path("name").asText() + ": ";
            header.path("before").forEach(value -> gone(name + value.asText(), terminal));
            header.path("after").forEach(value -> come(name + value.asText(), terminal));
        }
        if (!diff.path("headers_not_compared").isEmpty()) {
            terminal.line(terminal.dim(
                    "  not compared, for their values are secret: " + names(diff.path("headers_not_compared"))));
        }
    }

    private static void body(JsonNode body, Terminal terminal) {
        if (body.path("equal").isNull()) {
            terminal.line(terminal.dim("body       equal as far as the history has it, "
                    + body.path("compared_bytes").asText() + " bytes"));
            return;
        }
        if (body.path("equal").asBoolean()) {
            same("body", terminal);
            return;
        }
        title("body", terminal);
        if (body.path("json_patch").isArray()) {
            patch(body.path("json_patch"), body.path("json_patch_cut").asBoolean(), terminal);
        } else if (body.path("text").isTextual()) {
            body.path("text").asText().lines().forEach(line -> hunk(line, terminal));
        } else {
            JsonNode size = body.path("size_bytes");
            terminal.line("  " + size.path("before").asText("-") + " " + terminal.arrow() + " "
                    + size.path("after").asText() + " bytes");
        }
    }

    private static void patch(JsonNode operations, boolean cut, Terminal terminal) {
        int shown = 0;
        for (JsonNode operation : operations) {
            if (shown++ == MOST_PATCHES) {
                break;
            }
            String path = operation.path("path").asText();
            switch (operation.path("op").asText()) {
                case "remove" -> gone(path, terminal);
                case "add" -> come(path + " = " + operation.path("value"), terminal);
                default ->
                    terminal.line(
                            "  " + terminal.yellow("~ " + Terminal.oneLine(path + " = " + operation.path("value"))));
            }
        }
        if (cut || operations.size() > MOST_PATCHES) {
            terminal.line(terminal.dim("  and more: see --json"));
        }
    }

    private static void hunk(String line, Terminal terminal) {
        if (line.startsWith("-")) {
            gone(line.substring(1), terminal);
        } else if (line.startsWith("+")) {
            come(line.substring(1), terminal);
        } else {
            terminal.line("  " + terminal.cyan(Terminal.oneLine(line)));
        }
    }

    private static void timings(JsonNode timings, Terminal terminal) {
        title("timings", terminal);
        timings.fields().forEachRemaining(timing -> {
            JsonNode before = timing.getValue().path("before");
            JsonNode after = timing.getValue().path("after");
            if (before.asDouble() != 0 || after.asDouble() != 0) {
                String name = timing.getKey().replaceFirst("_ms$", "").replace('_', ' ');
                terminal.line(terminal.dim(String.format("  %-11s", name)) + Shown.millis(before) + " "
                        + terminal.arrow() + " " + Shown.millis(after));
            }
        });
    }

    private static void title(String text, Terminal terminal) {
        terminal.line(terminal.bold(text));
    }

    private static void same(String what, Terminal terminal) {
        terminal.line(terminal.bold(String.format("%-10s", what)) + terminal.green(" same"));
    }

    private static void gone(String text, Terminal terminal) {
        terminal.line("  " + terminal.red("- " + Terminal.printable(text)));
    }

    private static void come(String text, Terminal terminal) {
        terminal.line("  " + terminal.green("+ " + Terminal.printable(text)));
    }

    private static String names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(name -> names.add(Terminal.oneLine(name.asText())));
        return String.join(", ", names);
    }
}
