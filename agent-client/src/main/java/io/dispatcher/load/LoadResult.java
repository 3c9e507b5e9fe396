package io.dispatcher.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What came of it. Filled by one thread; with a {@code rate}, latencies count from when a request was due, not from when it could be sent. */
public final class LoadResult {
    private static final long LEAST = 1_000;
    private static final long MOST = 120_000_000_000L;

    private final Histogram latency = new Histogram(LEAST, MOST, 3);
    private final Map<String, Long> errors = new TreeMap<>();
    private final Map<String, Long> statuses = new TreeMap<>();
    private long bytes;
    private double seconds;

    void answered(int status, long nanos, long bodyBytes) {
        bytes += bodyBytes;
        statuses.merge(status / 100 + "xx", 1L, Long::sum);
        latency.recordValue(Math.max(LEAST, Math.min(nanos, MOST)));
        if (status >= 400) {
            error("status " + status, 1);
        }
    }

    void error(String kind, long count) {
        errors.merge(kind, count, Long::sum);
    }

    void lasted(double lastedSeconds) {
        this.seconds = lastedSeconds;
    }

    /** Answered ones and those that came to nothing. */
    public long requests() {
        return answered() + unanswered();
    }

    public long answered() {
        return latency.getTotalCount();
    }

    private long unanswered() {
        return errors.entrySet().stream()
                .filter(error -> !error.getKey().startsWith("status "))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Share of those without an answer below 400. */
    public double errorRate() {
        long failed = errors.values().stream().mapToLong(Long::longValue).sum();
        return requests() == 0 ? 0 : (double) failed / requests();
    }

    /** Answers a second. */
    public double rps() {
        return seconds <= 0 ? 0 : answered() / seconds;
    }

    /** Milliseconds; 0 without an answer. */
    public double percentile(double percentile) {
        return answered() == 0 ? 0 : latency.getValueAtPercentile(percentile) / 1e6;
    }

    public double maxMillis() {
        return answered() == 0 ? 0 : latency.getMaxValue() / 1e6;
    }

    public double seconds() {
        return seconds;
    }

    public long bytes() {
        return bytes;
    }

    /** By what went wrong. */
    public Map<String, Long> errors() {
        return Map.copyOf(errors);
    }

    /** By class of status. */
    public Map<String, Long> statuses() {
        return Map.copyOf(statuses);
    }
}
