package io.dispatcher.protocol;

import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to one target of a {@link PingOrder}. What does not belong to the type is null.
 *
 * @param target its place in the order's list, from 0
 * @param type one of the names below
 * @param seq sequence number, from 1; null: it is about the target as a whole
 * @param rttNanos of a reply, a duplicate or a late one
 * @param address that answered or, of a failure, reported it
 * @param sourceAddress that the answer came to
 * @param hopLimit left when it arrived
 * @param size of the ICMP message in bytes
 * @param timeMs since the epoch by the agent's clock
 * @param summary of the last one of its target
 */
public record PingResult(
        int target,
        String type,
        @Nullable Integer seq,
        @Nullable Long rttNanos,
        @Nullable String address,
        @Nullable String sourceAddress,
        @Nullable Integer hopLimit,
        @Nullable Integer size,
        @Nullable Long timeMs,
        @Nullable String detail,
        @Nullable PingSummary summary) {
    public static final String REPLY = "reply";
    public static final String TIMEOUT = "timeout";
    public static final String UNREACHABLE = "unreachable";
    public static final String TIME_EXCEEDED = "time_exceeded";
    public static final String PACKET_TOO_BIG = "packet_too_big";
    public static final String DUPLICATE = "duplicate";
    public static final String LATE = "late";
    public static final String ERROR = "error";
    public static final String SUMMARY = "summary";

    public static PingResult error(int target, String detail, long timeMs) {
        return new PingResult(target, ERROR, null, null, null, null, null, null, timeMs, detail, null);
    }

    public static PingResult summary(int target, PingSummary summary, long timeMs) {
        return new PingResult(target, SUMMARY, null, null, null, null, null, null, timeMs, null, summary);
    }
}
