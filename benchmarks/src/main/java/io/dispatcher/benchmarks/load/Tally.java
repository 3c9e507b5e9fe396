package io.dispatcher.benchmarks.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts one window. Not thread-safe. */
final class Tally {
    private final long endNanos;
    private final Histogram latency = LoadResult.newHistogram();
    private double inWindow;
    private long completed;
    private long errors;
    private @Nullable String firstError;

    /** @param endNanos end of the window on the clock of {@link System#nanoTime()} */
    Tally(long endNanos) {
        this.endNanos = endNanos;
    }

    boolean over() {
        return System.nanoTime() - endNanos >= 0;
    }

    void completed(long sentNanos) {
        long now = System.nanoTime();
        LoadResult.record(latency, now - sentNanos);
        completed++;
        inWindow += LoadResult.share(sentNanos, now, endNanos);
    }

    void error(String what) {
        errors++;
        if (firstError == null) {
            firstError = what;
        }
    }

    LoadResult result(Duration window) {
        return new LoadResult(window, inWindow, completed, errors, firstError, latency);
    }
}
