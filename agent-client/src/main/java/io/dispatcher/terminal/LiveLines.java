package io.dispatcher.terminal;

import java.util.List;

/**
 * Lines that are redrawn in place, below everything printed before. Only for a terminal, where they must fit {@link
 * Terminal#HEIGHT} and {@link Terminal#WIDTH} for as long as they are to be redrawn. For one thread at a time.
 */
public final class LiveLines {
    private static final String UP = "\u001b[%dA";
    private static final String ERASE_REST_OF_LINE = "\u001b[K\n";
    private static final String ERASE_BELOW = "\u001b[J";

    private final Terminal terminal;
    private int drawn;

    public LiveLines(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Puts {@code lines} in the place of those drawn before. */
    public void draw(List<String> lines) {
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append('\r').append(String.format(UP, drawn));
        }
        lines.forEach(line -> text.append(line).append(ERASE_REST_OF_LINE));
        text.append(ERASE_BELOW);
        drawn = lines.size();
        // In one write, so that no half of it is seen.
        terminal.out().print(text);
        terminal.out().flush();
    }
}
