package io.dispatcher.benchmarks.load;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts one window. Not thread-safe. */
final class Tally {
    private static final int MOST_KINDS = 5;
    private static final String OTHERS = "others";

    private final long endNanos;
    private final Histogram latency = LoadResult.newHistogram();
    private double inWindow;
    private long completed;
    private final Map<String, Kind> errors = new LinkedHashMap<>();

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

    /** Those of a kind begin with the same words, up to a colon. */
    void error(String what) {
        String kind = what.split(":", 2)[0];
        String known = errors.size() < MOST_KINDS || errors.containsKey(kind) ? kind : OTHERS;
        errors.computeIfAbsent(known, first -> new Kind(what)).count++;
    }

    LoadResult result(Duration window) {
        long all = errors.values().stream().mapToLong(kind -> kind.count).sum();
        return new LoadResult(window, inWindow, completed, all, firstErrors(), latency);
    }

    private @Nullable String firstErrors() {
        if (errors.size() < 2) {
            return errors.values().stream().findFirst().map(kind -> kind.first).orElse(null);
        }
        return errors.values().stream()
                .map(kind -> kind.count + " × " + kind.first)
                .collect(Collectors.joining("; "));
    }

    private static final class Kind {
        private final String first;
        private long count;

        Kind(String first) {
            this.first = first;
        }
    }
}
