package io.dispatcher.icmp;

import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happens to a ping. Sequence numbers begin at 1. */
public sealed interface PingEvent {
    /**
     * An answer in time.
     *
     * @param hopLimit left when it arrived; null: unknown
     * @param size of the ICMP message with its header of 8 bytes
     * @param address that answered
     * @param sourceAddress that the answer came to; null: unknown
     * @param timestamp of its arrival
     */
    record Reply(
            int seq,
            long rttNanos,
            @Nullable Integer hopLimit,
            int size,
            InetAddress address,
            @Nullable InetAddress sourceAddress,
            Instant timestamp)
            implements PingEvent {}

    /** No answer to any try. */
    record Timeout(int seq) implements PingEvent {}

    /** @param reporter who said so; null: this machine */
    record Unreachable(int seq, String detail, @Nullable InetAddress reporter) implements PingEvent {}

    /** The hop limit was used up on the way, or fragments did not arrive in time. */
    record TimeExceeded(int seq, String detail, @Nullable InetAddress reporter) implements PingEvent {}

    record PacketTooBig(int seq, String detail, @Nullable InetAddress reporter) implements PingEvent {}

    /** One more answer to a try that had one. */
    record Duplicate(int seq, long rttNanos, InetAddress address) implements PingEvent {}

    /** An answer to a try that had been given up. Its sequence number stays lost, unless a further try has an answer. */
    record Late(int seq, long rttNanos, InetAddress address) implements PingEvent {}

    /** Anything else that ended a sequence number, or the whole ping ({@code seq} 0). */
    record Error(int seq, String detail) implements PingEvent {}

    /**
     * The last event of each ping.
     *
     * @param sent sequence numbers that came to an end; those under way at a cancel do not count
     * @param received sequence numbers answered in time
     * @param retried further tries
     * @param errors sequence numbers that ended neither in an answer nor in a timeout, and an error of the whole ping
     * @param lossPercent of {@code sent}; 100 if none was sent
     * @param times null if nothing was received
     */
    record Summary(
            int sent,
            int received,
            int retried,
            int duplicates,
            int late,
            int errors,
            double lossPercent,
            @Nullable RoundTrips times)
            implements PingEvent {}

    /**
     * Round trips in ns.
     *
     * @param stddev of the population
     * @param jitter mean absolute difference between one answer and the next, in order of arrival; 0 for a single one
     * @param p50 smallest round trip that at least half of all do not exceed; exact up to 128 answers, then within 0.1 %
     * @param p95 likewise
     */
    record RoundTrips(long min, long avg, long max, long stddev, long jitter, long p50, long p95) {}
}
