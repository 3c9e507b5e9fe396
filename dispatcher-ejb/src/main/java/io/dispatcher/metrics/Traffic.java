package io.dispatcher.metrics;

import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.FailureType;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Figures of {@code /api/stats} since the start. Thread-safe. */
public final class Traffic {
    private static final long RECENT_NANOS = 15_000_000_000L;

    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final ConcurrentHashMap<Integer, LongAdder> byStatus = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<FailureType, LongAdder> byError = new ConcurrentHashMap<>();
    private final LatencyWindow latency;
    private final LatencyWindow recentLatency;

    Traffic(LongSupplier nanos) {
        latency = new LatencyWindow(nanos);
        recentLatency = new LatencyWindow(nanos, RECENT_NANOS);
    }

    void add(DispatchRecord dispatch) {
        latency.record(dispatch.durationMs());
        recentLatency.record(dispatch.durationMs());
        if (dispatch.failure() != null) {
            failed.increment();
            count(byError, dispatch.failure().type());
        } else {
            succeeded.increment();
            count(byStatus, dispatch.statusCode() == null ? 0 : dispatch.statusCode());
        }
    }

    /** Answered by the target, whatever its status. */
    public long succeeded() {
        return succeeded.sum();
    }

    /** Ended by a failure. */
    public long failed() {
        return failed.sum();
    }

    /** Answers by the target's status. */
    public Map<String, Long> byStatus() {
        Map<String, Long> counts = new TreeMap<>();
        byStatus.forEach((status, count) -> counts.put(String.valueOf(status), count.sum()));
        return counts;
    }

    /** What callers were told, by class: {@code 2xx} where the target answered, else the problem's. */
    public Map<String, Long> answerClasses() {
        Map<String, Long> classes = new TreeMap<>();
        if (succeeded() > 0) {
            classes.put("2xx", succeeded());
        }
        byError.forEach((type, count) -> classes.merge(type.httpStatus() / 100 + "xx", count.sum(), Long::sum));
        return classes;
    }

    /** Failures by tag. */
    public Map<String, Long> byError() {
        Map<String, Long> counts = new TreeMap<>();
        byError.forEach((type, count) -> counts.put(type.tag(), count.sum()));
        return counts;
    }

    /** Failures by where they arose. */
    Map<FailureType.Source, Long> bySource() {
        Map<FailureType.Source, Long> counts = new EnumMap<>(FailureType.Source.class);
        byError.forEach((type, count) -> counts.merge(type.source(), count.sum(), Long::sum));
        return counts;
    }

    /** From accepted to answered, of the last 15 to 30 seconds with traffic. */
    LatencyWindow recentLatency() {
        return recentLatency;
    }

    /** From accepted to answered, of the last minutes with traffic. */
    public LatencyWindow latency() {
        return latency;
    }

    private static <K> void count(ConcurrentHashMap<K, LongAdder> counts, K key) {
        LongAdder count = counts.get(key); // the usual case without the map's lock
        (count == null ? counts.computeIfAbsent(key, k -> new LongAdder()) : count).increment();
    }
}
