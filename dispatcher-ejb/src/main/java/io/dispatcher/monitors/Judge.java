package io.dispatcher.monitors;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says of what was measured whether it is as it should be. Pure. */
final class Judge {
    private Judge() {}

    /** @param samples microseconds, at least one */
    static Verdict pings(Thresholds thresholds, double lossPercent, int[] samples) {
        if (thresholds.lossPercent() != null && lossPercent > thresholds.lossPercent()) {
            return Verdict.degraded(
                    number(lossPercent) + " % lost, more than " + number(thresholds.lossPercent()) + " %");
        }
        Arrays.sort(samples);
        double median = Percentiles.ms(Percentiles.of(samples, 50));
        if (thresholds.rttMs() != null && median > thresholds.rttMs()) {
            return Verdict.degraded(
                    "median round trip " + number(median) + " ms, more than " + number(thresholds.rttMs()) + " ms");
        }
        return Verdict.UP;
    }

    /**
     * Of an answer.
     *
     * @param body null where nothing in it matters
     * @param certificateUntil null without TLS
     */
    static Verdict answer(
            Expected expected,
            Thresholds thresholds,
            int status,
            @Nullable String body,
            double durationMs,
            @Nullable Instant certificateUntil,
            Instant now) {
        if (!expected.fits(status)) {
            return Verdict.down(
                    "status " + status + " is not " + (expected.status() == null ? "below 400" : expected.status()));
        }
        if (body != null && !expected.fits(body)) {
            return Verdict.down("the body is not as expected");
        }
        if (thresholds.durationMs() != null && durationMs > thresholds.durationMs()) {
            return Verdict.degraded(
                    "took " + number(durationMs) + " ms, more than " + number(thresholds.durationMs()) + " ms");
        }
        return certificate(thresholds, certificateUntil, now);
    }

    private static Verdict certificate(Thresholds thresholds, @Nullable Instant until, Instant now) {
        if (until == null || thresholds.certificateDays() == null) {
            return Verdict.UP;
        }
        if (until.isAfter(now.plus(Duration.ofDays(thresholds.certificateDays())))) {
            return Verdict.UP;
        }
        return until.isAfter(now)
                ? Verdict.degraded("the certificate ends in "
                        + Duration.between(now, until).toDays() + " days, on " + MonitorJson.time(until))
                : Verdict.degraded("the certificate ended on " + MonitorJson.time(until));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.3f", value);
    }
}
