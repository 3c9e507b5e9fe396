package io.dispatcher.targets;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a request gets to its target. */
public enum Via {
    /** By this coordinator itself, under its own egress policy. */
    DIRECT,
    /** Out of an agent's address. */
    AGENT,
    /** Through a tunnel to an upstream. */
    UPSTREAM;

    /** As the API writes it. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Via of(String tag) {
        for (Via via : values()) {
            if (via.tag().equals(tag)) {
                return via;
            }
        }
        return null;
    }
}
