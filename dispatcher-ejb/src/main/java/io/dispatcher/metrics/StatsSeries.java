package io.dispatcher.metrics;

import io.dispatcher.dispatch.FailureType;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The last hour in steps: what a chart shows when somebody opens it. Bounded; thread-safe. */
public final class StatsSeries {
    /** A row is added this often. */
    public static final int STEP_SECONDS = 5;

    private static final int KEPT = 3600 / STEP_SECONDS;

    private final DispatchMetrics metrics;
    private final InstantSource clock;
    private final ArrayDeque<Step> steps = new ArrayDeque<>(KEPT);
    private long requestsBefore;
    private Map<FailureType.Source, Long> failedBefore = Map.of();

    /**
     * What happened in a step, and how things stood at its end.
     *
     * @param latency p50, p95, p99 in milliseconds of about the last half minute; empty if no request ended in this step
     */
    public record Step(
            Instant time,
            long requests,
            Map<FailureType.Source, Long> failed,
            List<Double> latency,
            int agentsConnected,
            int poolAvailable,
            long queueDepth) {}

    public StatsSeries(DispatchMetrics metrics, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Adds a step; the oldest goes when an hour is full. */
    public void step() {
        MetricSources sources = metrics.sources();
        int connected = sources.agentsConnected();
        int available = sources.poolAvailable();
        long depth = sum(sources.queueDepths()) + sum(sources.waitingForUpstreams());
        add(connected, available, depth);
    }

    private synchronized void add(int agentsConnected, int poolAvailable, long queueDepth) {
        Traffic traffic = metrics.traffic();
        Map<FailureType.Source, Long> failed = traffic.bySource();
        long requests = traffic.succeeded() + sum(failed);
        long during = requests - requestsBefore;
        Map<FailureType.Source, Long> failedDuring = new EnumMap<>(FailureType.Source.class);
        failed.forEach((source, count) -> {
            long more = count - failedBefore.getOrDefault(source, 0L);
            if (more > 0) {
                failedDuring.put(source, more);
            }
        });
        List<Double> latency = List.of();
        if (during > 0) {
            double[] values = traffic.recentLatency().percentiles(.5, .95, .99);
            latency = List.of(values[0], values[1], values[2]);
        }
        if (steps.size() == KEPT) {
            steps.removeFirst();
        }
        // As fine as it is told: who asks for what came after it must not get it again.
        Instant time = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        steps.addLast(new Step(time, during, failedDuring, latency, agentsConnected, poolAvailable, queueDepth));
        requestsBefore = requests;
        failedBefore = failed;
    }

    /** The steps that ended after this, the oldest first. */
    public synchronized List<Step> after(Instant time) {
        return steps.stream().filter(step -> step.time().isAfter(time)).toList();
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
