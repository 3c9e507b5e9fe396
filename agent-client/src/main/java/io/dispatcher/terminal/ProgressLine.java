package io.dispatcher.terminal;

import java.util.Locale;

/**
 * What is being waited for: redrawn in place on a terminal, silent elsewhere until it ends as one line that stays. For
 * one thread.
 */
public final class ProgressLine {
    private static final long REDRAW_NANOS = 100_000_000;
    private static final String ERASE = "\r\u001b[K";
    private static final int LABEL = 14;
    private static final int TIME = 8;

    private final Terminal terminal;
    private final String label;
    private final long begun = System.nanoTime();
    private long drawn = begun - REDRAW_NANOS;

    /** {@code label}: a word or two that head the line. */
    public ProgressLine(Terminal terminal, String label) {
        this.terminal = terminal;
        this.label = label;
    }

    /** Shows how far it is; may be called as often as one likes. */
    public void update(String detail) {
        long now = System.nanoTime();
        if (terminal.interactive() && now - drawn >= REDRAW_NANOS) {
            drawn = now;
            String sign = terminal.spinner((now - begun) / REDRAW_NANOS);
            write(ERASE
                    + line(sign, terminal.dim(fitted(detail)), fitted(detail).length()));
        }
    }

    /** Ends the line well. */
    public void done(String detail) {
        end(terminal.tick(), detail);
    }

    /** Ends the line badly. */
    public void failed(String detail) {
        end(terminal.cross(), detail);
    }

    /** Takes the line away. */
    public void gone() {
        if (terminal.interactive()) {
            write(ERASE);
        }
    }

    private void end(String sign, String detail) {
        gone();
        terminal.line(line(sign, fitted(detail), fitted(detail).length()));
    }

    private String line(String sign, String detail, int length) {
        String time = String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begun) / 1e9);
        int padding = terminal.interactive() ? Terminal.WIDTH - 3 - LABEL - length - time.length() : 2;
        return sign + " " + String.format("%-" + LABEL + "s", label) + " " + detail
                + " ".repeat(Math.max(1, padding - 1)) + terminal.dim(time);
    }

    private String fitted(String detail) {
        String text = Terminal.oneLine(detail);
        int room = Terminal.WIDTH - 4 - LABEL - TIME;
        return !terminal.interactive() || text.length() <= room
                ? text
                : text.substring(0, room - 1) + terminal.ellipsis();
    }

    private void write(String text) {
        terminal.out().print(text);
        terminal.out().flush();
    }
}
