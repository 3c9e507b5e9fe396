package io.dispatcher.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.ProgressLine;
import io.dispatcher.terminal.Table;
import io.dispatcher.terminal.Table.Cell;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** One request from everywhere: a row for each agent or address, equal answers by the same letter, and what differs. With JSON: the rows as they are. */
final class MatrixRows {
    private static final int LETTERS = 26;

    private final Terminal terminal;
    private final boolean json;
    private final ProgressLine progress;
    private final List<JsonNode> rows = new ArrayList<>();
    private @Nullable JsonNode summary;

    MatrixRows(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
        this.progress = new ProgressLine(terminal, "asking");
    }

    void row(String line) throws CommandFailure {
        JsonNode row;
        try {
            row = ApiClient.mapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new CommandFailure("the coordinator's answer is not what a matrix answers: is it one?");
        }
        if (json) {
            terminal.line(line);
        } else {
            progress.update((rows.size() + 1) + " answered");
        }
        if (row.path("type").asText().equals("summary")) {
            summary = row;
        } else {
            rows.add(row);
        }
    }

    /** Whether any has no answer, or the coordinator went away before the end. */
    boolean failed() {
        return summary == null || rows.stream().anyMatch(row -> row.has("problem"));
    }

    /** Whether a target answered 400 or above. */
    boolean refused() {
        return rows.stream()
                .anyMatch(row -> row.path("result").path("status_code").asInt() >= 400);
    }

    void end() {
        if (json) {
            return;
        }
        progress.gone();
        Map<String, String> letters = letters();
        Table table = new Table()
                .elastic("AGENT")
                .elastic("SOURCE")
                .column("ANSWER")
                .number("BYTES")
                .number("MS")
                .column("GROUP");
        rows.forEach(row -> add(table, row, letters));
        table.print(terminal);
        differences(letters);
    }

    private static String key(JsonNode member) {
        return member.path("agent_id").asText() + " "
                + member.path("source_address").asText();
    }

    /** Of each member by where it is: A is the largest group. */
    private Map<String, String> letters() {
        Map<String, String> letters = new HashMap<>();
        if (summary != null) {
            int group = 0;
            for (JsonNode of : summary.path("groups")) {
                String letter = letter(group++);
                of.path("members").forEach(member -> letters.put(key(member), letter));
            }
        }
        return letters;
    }

    private static String letter(int group) {
        String last = String.valueOf((char) ('A' + group % LETTERS));
        return group < LETTERS ? last : letter(group / LETTERS - 1) + last;
    }

    private void add(Table table, JsonNode row, Map<String, String> letters) {
        JsonNode result = row.path("result");
        String type = row.path("problem").path("type").asText();
        Cell answer = row.has("problem")
                ? new Cell(Terminal.oneLine(type.substring(type.lastIndexOf('/') + 1)), terminal::red)
                : Shown.status(result, terminal);
        table.row(
                Terminal.oneLine(Shown.text(row, "agent_id")),
                Terminal.oneLine(Shown.text(row, "source_address")),
                answer,
                row.has("problem") ? "-" : Shown.text(result, "size_bytes"),
                row.has("problem") ? "-" : Shown.millis(result.path("timings").path("total_ms")),
                letters.getOrDefault(key(row), "-"));
    }

    private void differences(Map<String, String> letters) {
        if (summary == null) {
            terminal.note(terminal.red("the coordinator went away before the end"));
            return;
        }
        if (summary.path("groups").size() == 1 && !failed()) {
            terminal.note(terminal.tick() + " all " + rows.size() + " answers are equal in status and body");
        }
        for (JsonNode difference : summary.path("differences")) {
            String letter = letters.getOrDefault(key(difference.path("members").path(0)), "-");
            String in = StreamSupport.stream(difference.path("in").spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(", "));
            terminal.note(terminal.bold(letter) + " differs from A in " + Terminal.oneLine(in));
        }
    }
}
