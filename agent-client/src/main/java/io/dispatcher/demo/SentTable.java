package io.dispatcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.Table;
import io.dispatcher.terminal.Table.Cell;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.Shown;
import java.util.ArrayList;
import java.util.List;

/** The requests and their answers as a table. */
final class SentTable {
    /** With more rows than this only the first are shown, and those that went wrong. */
    private static final int MOST_ROWS = 24;
    /** Two addresses of this length and all the other columns fit into 80 columns; longer ones are not told twice. */
    private static final int SHORT_ADDRESS = 15;

    private SentTable() {}

    static List<String> lines(List<Sent> sent, Terminal terminal) {
        Table table = new Table()
                .number("#")
                .elastic("AGENT")
                .column("SOURCE ADDRESS")
                .column("TARGET SAW")
                .column("HTTP")
                .optionalNumber("QUEUE")
                .number("TOTAL");
        boolean twice = sent.stream().allMatch(request -> request.source().length() <= SHORT_ADDRESS);
        int left = 0;
        for (int i = 0; i < sent.size(); i++) {
            Sent request = sent.get(i);
            if (i < MOST_ROWS || !request.ok() || !request.seenAsSent()) {
                table.row(row(i + 1, request, twice, terminal));
            } else {
                left++;
            }
        }
        List<String> lines = new ArrayList<>(table.lines(terminal));
        if (left > 0) {
            lines.add(terminal.dim("and " + left + " more that went as well"));
        }
        return lines;
    }

    private static Object[] row(int number, Sent request, boolean twice, Terminal terminal) {
        JsonNode timings = request.result().path("timings");
        return new Object[] {
            String.valueOf(number),
            Shown.text(request.result(), "agent_id"),
            Shown.text(request.result(), "source_address"),
            seen(request, twice, terminal),
            request.ok() || request.result().has("status_code")
                    ? Shown.status(request.result(), terminal)
                    : new Cell(kind(request), terminal::red),
            Shown.millis(timings.path("queue_ms")),
            Shown.millis(timings.path("total_ms"))
        };
    }

    private static Cell seen(Sent request, boolean twice, Terminal terminal) {
        if (request.seenAsSent()) {
            return new Cell(twice ? request.seen() : "the same", terminal::green);
        }
        return new Cell(request.seen().isEmpty() ? "-" : request.seen(), terminal::red);
    }

    /** What the problem says, or that there was another status than 200. */
    static String failure(Sent request) {
        JsonNode result = request.result();
        if (result.has("status_code")) {
            return "the target answered " + result.path("status_code").asText();
        }
        return Shown.text(result, result.hasNonNull("detail") ? "detail" : "title") + " [" + kind(request) + "]";
    }

    private static String kind(Sent request) {
        String type = request.result().path("type").asText("failed");
        return type.substring(type.lastIndexOf('/') + 1);
    }
}
