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
}
