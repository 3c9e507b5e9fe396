package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.LiveLines;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.PingBoard;
import io.dispatcher.view.PingLines;
import io.dispatcher.view.PingTable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A table that is redrawn in place while events come, and stays in the end. Thread-safe: a clock of its own draws. */
final class LivePings implements PingOutput {
    private static final int REDRAW_MS = 100;
    /** The header, the line about the others and the cursor need one each. */
    private static final int MOST_ROWS = Terminal.HEIGHT - 3;

    private static final int MOST_BELOW = 20;

    private final PingBoard board;
    private final Terminal terminal;
    private final LiveLines lines;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "redraw");
        thread.setDaemon(true);
        return thread;
    });
    private boolean changed;

    LivePings(PingBoard board, Terminal terminal) {
        this.board = board;
        this.terminal = terminal;
        this.lines = new LiveLines(terminal);
        clock.scheduleWithFixedDelay(this::redraw, REDRAW_MS, REDRAW_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void event(String line, JsonNode event, long firstSeq) {
        board.heard(event);
        changed = true;
    }

    private synchronized void redraw() {
        if (changed && !clock.isShutdown()) {
            changed = false;
            lines.draw(PingTable.lines(board, MOST_ROWS, terminal));
        }
    }

    @Override
    public synchronized void end() {
        clock.shutdownNow();
        if (!board.isEmpty()) {
            lines.draw(PingTable.lines(board, Integer.MAX_VALUE, terminal));
            terminal.line("");
            PingLines.belowTable(board, MOST_BELOW, terminal).forEach(terminal::line);
        }
    }
}
