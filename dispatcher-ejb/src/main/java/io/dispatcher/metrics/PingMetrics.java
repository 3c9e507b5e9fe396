package io.dispatcher.metrics;

import io.dispatcher.ping.PingTaskListener;
import io.dispatcher.protocol.PingResult;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;

/** The contract's metrics of pings, by agent: counted as results come. Thread-safe. */
public final class PingMetrics implements PingTaskListener {
    private static final String PREFIX = "http_dispatcher_ping_";
    private static final double NANOS = 1e9;
    private static final double[] SECONDS = {
        .00005, .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
    };

    private final Counter sent;
    private final Counter received;
    private final Histogram rtt;
    private final Gauge open;

    PingMetrics(DispatchMetrics metrics) {
        sent = Counter.builder()
                .name(PREFIX + "sent_total")
                .help("Sequence numbers that came to an end")
                .labelNames("agent")
                .register(metrics.registry());
        received = Counter.builder()
                .name(PREFIX + "received_total")
                .help("Sequence numbers answered in time")
                .labelNames("agent")
                .register(metrics.registry());
        rtt = Histogram.builder()
                .name(PREFIX + "rtt_seconds")
                .help("Round trips")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .labelNames("agent")
                .register(metrics.registry());
        open = Gauge.builder()
                .name(PREFIX + "tasks")
                .help("Ping tasks under way")
                .register(metrics.registry());
    }

    @Override
    public void begun(Begun task) {
        open.inc();
    }

    @Override
    public void ended(Ended task) {
        open.dec();
    }

    @Override
    public void result(String agentId, PingResult result) {
        boolean fate =
                !result.type().equals(PingResult.DUPLICATE) && !result.type().equals(PingResult.LATE);
        if (result.seq() == null || !fate) {
            return;
        }
        sent.labelValues(agentId).inc();
        if (result.type().equals(PingResult.REPLY)) {
            received.labelValues(agentId).inc();
            if (result.rttNanos() != null) {
                rtt.labelValues(agentId).observe(result.rttNanos() / NANOS);
            }
        }
    }
}
