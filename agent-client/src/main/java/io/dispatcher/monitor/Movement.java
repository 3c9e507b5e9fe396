package io.dispatcher.monitor;

import io.dispatcher.monitor.model.Key;
import org.jspecify.annotations.Nullable;

/** Keys that go to other rows or lines. */
final class Movement {
    /** Further than any list is long. */
    private static final int FAR = 1_000_000;

    private Movement() {}

    /** How far a key moves, null if it is not one for that. */
    static @Nullable Integer of(Key key, int page) {
        return switch (key.name()) {
            case UP -> -1;
            case DOWN -> 1;
            case PAGE_UP -> -page;
            case PAGE_DOWN -> page;
            case HOME -> -FAR;
            case END -> FAR;
            case TEXT ->
                switch (key.text()) {
                    case "k" -> -1;
                    case "j" -> 1;
                    case " " -> page;
                    case "g" -> -FAR;
                    case "G" -> FAR;
                    default -> null;
                };
            default -> null;
        };
    }
}
