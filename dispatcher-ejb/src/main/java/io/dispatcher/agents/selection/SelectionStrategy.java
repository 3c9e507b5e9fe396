package io.dispatcher.agents.selection;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How an address is chosen among those that match. */
public enum SelectionStrategy {
    /** Strictly in turn over addresses. */
    ROUND_ROBIN,
    RANDOM,
    /** The address with the fewest requests in flight; ties in turn. */
    LEAST_IN_FLIGHT,
    /** The same address for the same session as long as it is there (rendezvous hashing). */
    STICKY;

    /** As settings and requests write it. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The strategy with this tag, or null. */
    public static @Nullable SelectionStrategy of(String tag) {
        for (SelectionStrategy strategy : values()) {
            if (strategy.tag().equals(tag)) {
                return strategy;
            }
        }
        return null;
    }
}
