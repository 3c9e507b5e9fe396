package io.dispatcher.metrics;

import io.dispatcher.inbound.Inbound;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What this node's HTTP server turned away. Thread-safe. */
public final class HttpMetrics {
    private final Counter rejected;

    HttpMetrics(DispatchMetrics metrics, Supplier<@Nullable Inbound> inbound) {
        rejected = Counter.builder()
                .name("http_dispatcher_http_rejected_total")
                .help("HTTP requests answered 503 because every worker was busy and the queue was full")
                .register(metrics.registry());
        CounterWithCallback.builder()
                .name("http_dispatcher_inbound_records_left_out_total")
                .help("Requests to the target routes that the history does not have, being too many a second")
                .callback(callback -> {
                    Inbound there = inbound.get();
                    callback.call(there == null ? 0 : there.leftOut());
                })
                .register(metrics.registry());
    }

    public void rejected() {
        rejected.inc();
    }

    public long rejectedSoFar() {
        return rejected.getLongValue();
    }
}
