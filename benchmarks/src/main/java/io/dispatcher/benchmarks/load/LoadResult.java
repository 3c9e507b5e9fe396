package io.dispatcher.benchmarks.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What one window of load came to.
 *
 * @param window how long new requests were sent
 * @param inWindow right answers that came within the window, later ones with the part of their time that lay in it: what
 *     throughput is counted from
 * @param completed right answers to requests sent within the window, later ones included: what CPU is divided by
 * @param errors wrong or missing answers
 * @param firstError what the first of them was
 * @param latency nanoseconds of each completed request; not to be changed
 */
public record LoadResult(
        Duration window,
        double inWindow,
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

    /**
     * How much of a request counts for the window: an answer that takes as long as the window must not count as nothing.
     *
     * @param sentNanos before the window's end
     */
    public static double share(long sentNanos, long answeredNanos, long endNanos) {
        return answeredNanos - endNanos <= 0 ? 1 : (double) (endNanos - sentNanos) / (answeredNanos - sentNanos);
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
