package io.dispatcher.scenarios.engine;

import java.util.Locale;

/** How a run, or a step of it, stands. */
public enum RunStatus {
    RUNNING,
    PASSED,
    /** An answer was not as expected, or there was none. */
    FAILED,
    /** It could not be carried out. */
    ERROR,
    CANCELLED,
    /** A step that was not made, because of one before it. */
    SKIPPED;

    /** As the API writes it. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none with this tag */
    public static RunStatus of(String tag) {
        return valueOf(tag.toUpperCase(Locale.ROOT));
    }
}
