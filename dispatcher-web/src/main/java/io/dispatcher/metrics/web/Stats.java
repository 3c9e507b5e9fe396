package io.dispatcher.metrics.web;

import io.dispatcher.metrics.DispatchMetrics;
import io.dispatcher.metrics.MetricSources;
import io.dispatcher.metrics.Traffic;
import java.util.Map;
import java.util.stream.Stream;

/** {@code /api/stats} as the contract writes it. */
public record Stats(
        double uptimeSeconds,
        Requests requests,
        Latency latencyMs,
        Agents agents,
        Pool pool,
        int websocketConnections,
        Queue queue) {

    /** Since the start. */
    public record Requests(
            long total, long succeeded, long failed, Map<String, Long> byStatus, Map<String, Long> byError) {}

    /** Milliseconds, of the last minutes with traffic. */
    public record Latency(double p50, double p95, double p99) {}

    /** How many. */
    public record Agents(int total, int connected) {}

    /** How many addresses. */
    public record Pool(int size, int available) {}

    /**
     * Messages.
     *
     * @param oldestMs age of the one that waits longest, 0 if none waits
     */
    public record Queue(long depth, long oldestMs, long expired, long dead) {}

    static Stats of(DispatchMetrics metrics) {
        Traffic traffic = metrics.traffic();
        MetricSources sources = metrics.sources();
        double[] percentiles = traffic.latency().percentiles(.5, .95, .99);
        return new Stats(
                rounded(metrics.uptimeSeconds()),
                new Requests(
                        traffic.succeeded() + traffic.failed(),
                        traffic.succeeded(),
                        traffic.failed(),
                        traffic.byStatus(),
                        traffic.byError()),
                new Latency(rounded(percentiles[0]), rounded(percentiles[1]), rounded(percentiles[2])),
                new Agents(sources.agentsTotal(), sources.agentsConnected()),
                new Pool(sources.poolSize(), sources.poolAvailable()),
                sources.webSocketConnections(),
                new Queue(
                        Stream.concat(
                                        sources.queueDepths().values().stream(),
                                        sources.waitingForUpstreams().values().stream())
                                .mapToLong(Long::longValue)
                                .sum(),
                        sources.oldestWaitingMs(),
                        sources.expired(),
                        sources.dead()));
    }

    /** To microseconds. */
    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
