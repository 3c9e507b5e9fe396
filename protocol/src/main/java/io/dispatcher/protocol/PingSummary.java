package io.dispatcher.protocol;

import org.jspecify.annotations.Nullable;

/**
 * How a ping of one target went.
 *
 * @param sent sequence numbers that came to an end
 * @param received sequence numbers answered in time
 * @param errors sequence numbers that ended neither in an answer nor in a timeout, and errors of the whole ping
 * @param lossPercent of {@code sent}; 100 if none was sent
 * @param times null if nothing was received
 */
public record PingSummary(
        int sent,
        int received,
        int duplicates,
        int late,
        int errors,
        double lossPercent,
        @Nullable PingTimes times) {
    /** Nothing was sent. */
    public static PingSummary nothing(int errors) {
        return new PingSummary(0, 0, 0, 0, errors, 100, null);
    }
}
