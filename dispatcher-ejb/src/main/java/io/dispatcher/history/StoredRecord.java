package io.dispatcher.history;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record as the database keeps it.
 *
 * @param timeMs since the epoch
 * @param error last part of the problem type, null with an answer
 * @param detail CBOR as {@link HistoryDetail} writes it
 */
record StoredRecord(
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
        byte[] detail) {}
