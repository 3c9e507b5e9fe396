package io.dispatcher.monitor.view;

import java.util.List;
import org.jline.utils.AttributedString;

/**
 * A whole screen.
 *
 * @param cursor where the next character is typed, in columns from the top left; -1 where nothing is
 */
public record Picture(List<AttributedString> lines, int cursor) {
    /** No place to type. */
    public static final int NO_CURSOR = -1;
}
