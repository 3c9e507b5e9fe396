package io.dispatcher.monitor.view;

import io.dispatcher.terminal.Terminal;
import org.jline.utils.AttributedStyle;

/** A value of a list: one line of text that cannot steer the terminal, and its style. */
record Cell(String text, AttributedStyle style) {
    Cell {
        text = Terminal.oneLine(text);
    }

    static Cell of(String text) {
        return new Cell(text, AttributedStyle.DEFAULT);
    }
}
