package io.dispatcher.metrics;

import io.prometheus.metrics.core.metrics.Counter;

/** What this node's HTTP server turned away. Thread-safe. */
public final class HttpMetrics {
    private final Counter rejected;

    HttpMetrics(DispatchMetrics metrics) {
        rejected = Counter.builder()
                .name("http_dispatcher_http_rejected_total")
                .help("HTTP requests answered 503 because every worker was busy and the queue was full")
                .register(metrics.registry());
    }

    public void rejected() {
        rejected.inc();
    }

    public long rejectedSoFar() {
        return rejected.getLongValue();
    }
}
