package io.dispatcher.ping;

import io.dispatcher.icmp.PingEvent;
import io.dispatcher.icmp.RttStatistics;
import io.dispatcher.protocol.PingResult;
import io.dispatcher.protocol.PingSummary;
import io.dispatcher.protocol.PingTimes;
import org.jspecify.annotations.Nullable;

/** One target as one vantage point sees it, and what was heard of it: for the summary that the vantage point itself cannot give any more. */
final class Pair {
    private static final double PERCENT = 100;

    final String target;
    private @Nullable RttStatistics times;
    private int received;
    private int unanswered;
    private int duplicates;
    private int late;
    private int errors;
    private boolean ended;
    private @Nullable String address;
    private @Nullable String sourceAddress;
    private @Nullable String error;

    Pair(String target) {
        this.target = target;
    }

    boolean ended() {
        return ended;
    }

    /** Whoever answered last; null: nobody. */
    @Nullable
    String address() {
        return address;
    }

    @Nullable
    String sourceAddress() {
        return sourceAddress;
    }

    /** The last error's detail. */
    @Nullable
    String error() {
        return error;
    }

    void heard(PingResult result) {
        switch (result.type()) {
            case PingResult.REPLY -> replied(result);
            case PingResult.TIMEOUT -> unanswered++;
            case PingResult.DUPLICATE -> duplicates++;
            case PingResult.LATE -> late++;
            case PingResult.SUMMARY -> ended = true;
            default -> failed(result);
        }
    }

    private void replied(PingResult result) {
        received++;
        address = result.address();
        sourceAddress = result.sourceAddress();
        if (result.rttNanos() != null) {
            if (times == null) {
                times = new RttStatistics();
            }
            times.add(result.rttNanos());
        }
    }

    private void failed(PingResult result) {
        errors++;
        error = result.detail();
        if (result.seq() != null) {
            unanswered++;
        }
    }

    /** Of what was heard until now. */
    PingSummary summary() {
        int sent = received + unanswered;
        PingEvent.RoundTrips trips = times == null ? null : times.roundTrips();
        return new PingSummary(
                sent,
                received,
                duplicates,
                late,
                errors,
                sent == 0 ? PERCENT : PERCENT * unanswered / sent,
                trips == null
                        ? null
                        : new PingTimes(
                                trips.min(),
                                trips.avg(),
                                trips.max(),
                                trips.stddev(),
                                trips.jitter(),
                                trips.p50(),
                                trips.p95()));
    }
}
