package io.dispatcher.icmp.work;

import io.dispatcher.icmp.PingEvent;
import io.dispatcher.protocol.AddressText;
import io.dispatcher.protocol.PingResult;
import io.dispatcher.protocol.PingSummary;
import io.dispatcher.protocol.PingTimes;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The engine's events as the wire has them. */
final class Results {
    private Results() {}

    static PingResult of(int target, InetAddress address, PingEvent event, long nowMs) {
        if (event instanceof PingEvent.Reply reply) {
            return new PingResult(
                    target,
                    PingResult.REPLY,
                    reply.seq(),
                    reply.rttNanos(),
                    AddressText.of(reply.address()),
                    text(reply.sourceAddress()),
                    reply.hopLimit(),
                    reply.size(),
                    reply.timestamp().toEpochMilli(),
                    null,
                    null);
        }
        if (event instanceof PingEvent.Duplicate again) {
            return answered(target, PingResult.DUPLICATE, again.seq(), again.rttNanos(), again.address(), nowMs);
        }
        if (event instanceof PingEvent.Late late) {
            return answered(target, PingResult.LATE, late.seq(), late.rttNanos(), late.address(), nowMs);
        }
        if (event instanceof PingEvent.Unreachable failed) {
            return failed(target, PingResult.UNREACHABLE, failed.seq(), failed.detail(), failed.reporter(), nowMs);
        }
        if (event instanceof PingEvent.TimeExceeded failed) {
            return failed(target, PingResult.TIME_EXCEEDED, failed.seq(), failed.detail(), failed.reporter(), nowMs);
        }
        if (event instanceof PingEvent.PacketTooBig failed) {
            return failed(target, PingResult.PACKET_TOO_BIG, failed.seq(), failed.detail(), failed.reporter(), nowMs);
        }
        if (event instanceof PingEvent.Timeout timeout) {
            return failed(target, PingResult.TIMEOUT, timeout.seq(), null, address, nowMs);
        }
        PingEvent.Error error = (PingEvent.Error) event;
        return failed(target, PingResult.ERROR, error.seq(), error.detail(), null, nowMs);
    }

    private static PingResult answered(int target, String type, int seq, long rttNanos, InetAddress from, long nowMs) {
        return new PingResult(target, type, seq, rttNanos, text(from), null, null, null, nowMs, null, null);
    }

    /** @param seq 0: it is about the target as a whole */
    private static PingResult failed(
            int target, String type, int seq, @Nullable String detail, @Nullable InetAddress from, long nowMs) {
        return new PingResult(
                target, type, seq == 0 ? null : seq, null, text(from), null, null, null, nowMs, detail, null);
    }

    private static @Nullable String text(@Nullable InetAddress address) {
        return address == null ? null : AddressText.of(address);
    }

    static PingSummary summary(PingEvent.Summary summary) {
        PingEvent.RoundTrips times = summary.times();
        return new PingSummary(
                summary.sent(),
                summary.received(),
                summary.duplicates(),
                summary.late(),
                summary.errors(),
                summary.lossPercent(),
                times == null
                        ? null
                        : new PingTimes(
                                times.min(),
                                times.avg(),
                                times.max(),
                                times.stddev(),
                                times.jitter(),
                                times.p50(),
                                times.p95()));
    }
}
