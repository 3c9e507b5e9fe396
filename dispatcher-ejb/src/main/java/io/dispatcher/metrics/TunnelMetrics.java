package io.dispatcher.metrics;

import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchListener;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.protocol.WorkOrder;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;

/** The contract's metrics of tunnels, by upstream: only names that an agent claimed are told apart. Thread-safe. */
public final class TunnelMetrics implements DispatchListener {
    private static final String PREFIX = "http_dispatcher_tunnel_";
    private static final String NONE = "none";
    private static final double[] SECONDS = {.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300
    };

    private final Counter requests;
    private final Histogram duration;
    private final Counter bytes;

    TunnelMetrics(DispatchMetrics metrics, MetricSources sources) {
        requests = Counter.builder()
                .name(PREFIX + "requests_total")
                .help("Requests through tunnels by what the caller was told")
                .labelNames("upstream", "status_code")
                .register(metrics.registry());
        duration = Histogram.builder()
                .name(PREFIX + "duration_seconds")
                .help("From accepted to the end of the answer")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .labelNames("upstream")
                .register(metrics.registry());
        bytes = Counter.builder()
                .name(PREFIX + "bytes_total")
                .help("Body bytes of requests, if all of them passed, and of answers")
                .labelNames("upstream", "direction")
                .register(metrics.registry());
        GaugeWithCallback.builder()
                .name(PREFIX + "streams")
                .help("Bodies on their way by connections of their own, on this node")
                .callback(callback -> callback.call(sources.tunnelStreams()))
                .register(metrics.registry());
        GaugeWithCallback.builder()
                .name(PREFIX + "waiting")
                .help("Requests for which no agent that claims the upstream was there")
                .labelNames("upstream")
                .callback(callback ->
                        sources.waitingForUpstreams().forEach((upstream, waiting) -> callback.call(waiting, upstream)))
                .register(metrics.registry());
    }

    @Override
    public void finished(DispatchRecord dispatch) {
        if (dispatch.kind() != DispatchKind.TUNNEL) {
            return;
        }
        String name = dispatch.agentId() == null ? null : WorkOrder.upstream(dispatch.url());
        String upstream = name == null ? NONE : name;
        int status = dispatch.failure() != null
                ? dispatch.failure().type().httpStatus()
                : dispatch.statusCode() == null ? 0 : dispatch.statusCode();
        requests.labelValues(upstream, Integer.toString(status)).inc();
        duration.labelValues(upstream).observe(dispatch.durationMs() / 1000);
        bytes.labelValues(upstream, "request")
                .inc(Math.max(0, dispatch.request().bodySize()));
        if (dispatch.response() != null) {
            bytes.labelValues(upstream, "response").inc(dispatch.response().sizeBytes());
        }
    }
}
