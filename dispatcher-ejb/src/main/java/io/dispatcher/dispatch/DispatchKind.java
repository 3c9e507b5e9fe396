package io.dispatcher.dispatch;

import java.util.Locale;

/** What a record in the history is of. */
public enum DispatchKind {
    EXECUTE,
    PING,
    TUNNEL,
    PROXY,
    MOCK,
    REPLAY,
    SCENARIO,
    INBOUND;

    /** As the API writes it. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none with this tag */
    static DispatchKind of(String tag) {
        return valueOf(tag.toUpperCase(Locale.ROOT));
    }
}
