package io.dispatcher.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.Table.Cell;
import io.dispatcher.terminal.Terminal;

/** An entry of the history's list in two lines. */
public final class HistoryLines {
    private static final int MOST_OF_AGENT = 20;
    private static final int LEAST_OF_URL = 8;

    private HistoryLines() {}

    // Ids and IPv6 addresses are long: two lines an entry show both whole at 80 columns.
    /** Prints an item of {@code /api/history}. */
    public static void print(JsonNode item, Terminal terminal) {
        Cell status = Shown.status(item, terminal);
        String statusText = Terminal.oneLine(status.text());
        String method = Terminal.oneLine(Shown.text(item, "method"));
        String time = Shown.time(Shown.text(item, "time"));
        String agent = fitted(Shown.text(item, "agent_id"), MOST_OF_AGENT, terminal);
        String tail = "  " + Shown.millis(item.path("duration_ms")) + "  " + agent;
        int taken = time.length() + 2 + statusText.length() + 1 + method.length() + 1 + tail.length();
        String url = fitted(Shown.text(item, "url"), Math.max(LEAST_OF_URL, Terminal.WIDTH - taken), terminal);
        terminal.line(terminal.dim(time) + "  " + status.style().apply(statusText) + " " + terminal.bold(method) + " "
                + url + terminal.dim(tail));
        terminal.line("  "
                + terminal.dim(Terminal.oneLine(Shown.text(item, "id")) + "  "
                        + Terminal.oneLine(Shown.text(item, "source_address"))));
    }

    private static String fitted(String text, int room, Terminal terminal) {
        String line = Terminal.oneLine(text);
        return !terminal.interactive() || line.length() <= room
                ? line
                : line.substring(0, room - 1) + terminal.ellipsis();
    }
}
