package io.dispatcher.history;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record in a list.
 *
 * @param statusCode the target's, null without an answer
 * @param error last part of the problem type, null with an answer
 * @param caller token name, null in open mode
 */
public record HistoryItem(
        UUID id,
        String kind,
        Instant time,
        @Nullable String agentId,
        @Nullable String sourceAddress,
        String method,
        String url,
        @Nullable Integer statusCode,
        @Nullable String error,
        double durationMs,
        @Nullable UUID replayOf,
        @Nullable String caller,
        int attempts) {}
