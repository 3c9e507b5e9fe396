package io.dispatcher.requests;

import io.dispatcher.dispatch.Failure;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a durable request stands. */
public enum RequestState {
    QUEUED,
    /** Given to an agent. */
    DISPATCHED,
    COMPLETED,
    FAILED,
    /** Its time was over before any agent got it. */
    EXPIRED,
    CANCELLED;

    public boolean last() {
        return this != QUEUED && this != DISPATCHED;
    }

    /** As the API writes it. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param failure null if it was answered */
    public static RequestState after(@Nullable Failure failure) {
        if (failure == null) {
            return COMPLETED;
        }
        return switch (failure.type()) {
            case EXPIRED, NO_AGENT_AVAILABLE -> EXPIRED;
            case CANCELLED -> CANCELLED;
            default -> FAILED;
        };
    }

    static RequestState of(String tag) {
        return valueOf(tag.toUpperCase(Locale.ROOT));
    }
}
