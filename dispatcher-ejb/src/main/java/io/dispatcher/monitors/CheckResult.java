package io.dispatcher.monitors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one check from one vantage point found.
 *
 * @param sourceAddress the one it really went out from, null if that is not known
 * @param sent probes that came to an end, or exchanges tried; 0: it could not be checked
 * @param received of them answered
 * @param samples round trips, or durations of exchanges, in microseconds
 * @param detail of an exchange; null: there is none
 */
record CheckResult(
        Place place,
        @Nullable String sourceAddress,
        Verdict verdict,
        int sent,
        int received,
        int[] samples,
        @Nullable ObjectNode detail,
        @Nullable Instant certificateUntil) {
    private static final double PERCENT = 100;

    /**
     * From where.
     *
     * @param address null: from any
     */
    record Place(String agentId, @Nullable String address) {}

    static CheckResult unknown(Place place, String reason) {
        return new CheckResult(place, place.address, Verdict.unknown(reason), 0, 0, new int[0], null, null);
    }

    @Nullable
    Double lossPercent() {
        return sent == 0 ? null : PERCENT * (sent - received) / sent;
    }

    /** The median of the samples. */
    @Nullable
    Double medianMs() {
        int[] sorted = samples.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? null : Percentiles.ms(Percentiles.of(sorted, 50));
    }
}
