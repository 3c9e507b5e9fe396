package io.dispatcher.history;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record as the database keeps it.
 *
 * @param kind {@link #LATE}: no record of its own but the answer to one; its method and URL are empty
 * @param timeMs since the epoch
 * @param error last part of the problem type, null with an answer
 * @param detail CBOR as {@link HistoryDetail} writes it
 */
public record StoredRecord(
        UUID id,
        String kind,
        long timeMs,
        @Nullable String caller,
        @Nullable String agentId,
        @Nullable String sourceAddress,
        String method,
        String url,
        int statusCode,
        @Nullable String error,
        double durationMs,
        int attempts,
        @Nullable UUID replayOf,
        byte[] detail) {

    /** No kind of dispatch has this tag. */
    static final String LATE = "late";

    /** Whether it only corrects another one. */
    public boolean late() {
        return kind.equals(LATE);
    }
}
