package io.dispatcher.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.Table.Cell;
import io.dispatcher.terminal.Terminal;

/** An entry of the history's list in two lines. */
public final class HistoryLines {
    private HistoryLines() {}

    // Ids and IPv6 addresses are long: two lines an entry show both whole at 80 columns.
    /** Prints an item of {@code /api/history}. */
    public static void print(JsonNode item, Terminal terminal) {
        Cell status = Shown.status(item, terminal);
        String time = Shown.time(Shown.text(item, "time"));
        String head = status.text() + " " + Shown.text(item, "method") + " ";
        String tail = "  " + Shown.millis(item.path("duration_ms"));
        int room = terminal.interactive() ? Terminal.WIDTH - time.length() - 2 - head.length() - tail.length() : 4096;
        String target = Terminal.oneLine(Shown.text(item, "url"));
        if (target.length() > room && room > 1) {
            target = target.substring(0, room - 1) + terminal.ellipsis();
        }
        terminal.line(terminal.dim(time) + "  " + status.style().apply(Terminal.oneLine(status.text())) + " "
                + terminal.bold(Terminal.oneLine(Shown.text(item, "method"))) + " " + target + terminal.dim(tail));
        String id = Terminal.oneLine(Shown.text(item, "id"));
        terminal.line("  " + terminal.dim(id + "  " + Terminal.oneLine(from(item))));
    }

    private static String from(JsonNode item) {
        return Shown.text(item, "agent_id") + " " + Shown.text(item, "source_address");
    }
}
