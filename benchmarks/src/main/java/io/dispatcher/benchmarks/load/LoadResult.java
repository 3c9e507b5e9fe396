package io.dispatcher.benchmarks.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What one window of load came to.
 *
 * @param window how long new requests were sent
 * @param inWindow right answers that came within the window: what throughput is counted from
 * @param completed right answers to requests sent within the window, later ones included: what CPU is divided by
 * @param errors wrong or missing answers
 * @param firstError what the first of them was
 * @param latency nanoseconds of each completed request; not to be changed
 */
public record LoadResult(
        Duration window,
        long inWindow,
        long completed,
        long errors,
        @Nullable String firstError,
        Histogram latency) {
    public double requestsPerSecond() {
        return inWindow / (window.toNanos() / 1e9);
    }

    /** Milliseconds; 0 when nothing completed. */
    public double percentileMillis(double percentile) {
        return completed == 0 ? 0 : latency.getValueAtPercentile(percentile) / 1e6;
    }

    /** An empty histogram for latencies from 100 ns to 60 s with three digits. */
    public static Histogram newHistogram() {
        return new Histogram(100, 60_000_000_000L, 3);
    }

    /** Records, with what is out of the range at its edge. */
    public static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.max(100, Math.min(nanos, 60_000_000_000L)));
    }
}
