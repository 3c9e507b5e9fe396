package io.dispatcher.metrics;

import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchListener;
import io.dispatcher.dispatch.DispatchRecord;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * The contract's metrics of dispatching. Counting a dispatch costs a few hundred nanoseconds: the series of an (agent, status, method) are
 * looked up together, once. Thread-safe.
 */
public final class DispatchMetrics implements DispatchListener {
    private static final String PREFIX = "http_dispatcher_";
    private static final String NO_AGENT = "none";
    private static final String OTHER = "other";
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "QUERY");
    private static final Set<DispatchKind> COUNTED =
            EnumSet.of(DispatchKind.EXECUTE, DispatchKind.REPLAY, DispatchKind.SCENARIO, DispatchKind.PROXY);
    private static final double[] SECONDS = {.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120
    };
    private static final double[] BYTES = {100, 1_000, 10_000, 65_536, 262_144, 1_048_576, 10_485_760, 67_108_864};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Traffic traffic;
    private final MetricSources sources;
    private final LongSupplier nanos;
    private final long started;
    private final Counter requests;
    private final Histogram duration;
    private final Counter errors;
    private final Counter agentRequests;
    private final Histogram responseSize;
    private final ConcurrentHashMap<SeriesKey, Series> series = new ConcurrentHashMap<>();

    private record SeriesKey(String agent, int status, String method) {}

    private record Series(CounterDataPoint requests, DistributionDataPoint duration, DistributionDataPoint size) {}

    public DispatchMetrics(MetricSources sources, LongSupplier nanos) {
        this.sources = sources;
        this.nanos = nanos;
        this.started = nanos.getAsLong();
        this.traffic = new Traffic(nanos);
        this.requests =
                counter("requests_total", "Requests by what the caller was told", "agent", "status_code", "method");
        this.duration = histogram("request_duration_seconds", "From accepted to answered", SECONDS, "agent", "method");
        this.errors = counter("request_errors_total", "Requests that ended in a failure", "agent", "error_type");
        this.agentRequests = counter("agent_requests_total", "Requests given to an agent", "agent");
        this.responseSize = histogram("response_size_bytes", "Body bytes received from targets", BYTES, "agent");
        gauges();
        historyFigures();
        eventFigures();
        totals(
                "agent_connections_total",
                "Times an agent connected with this node",
                "agent",
                MetricSources::agentConnections);
        totals("jms_requests_total", "Messages on the queue of requests", "result", MetricSources::jmsRequests);
        totals("jms_replies_total", "Replies to such messages", "result", MetricSources::jmsReplies);
        messageFigures();
    }

    @Override
    public void finished(DispatchRecord dispatch) {
        if (!COUNTED.contains(dispatch.kind())) {
            return;
        }
        traffic.add(dispatch);
        String agent = dispatch.agentId() == null ? NO_AGENT : dispatch.agentId();
        Series of = series(agent, status(dispatch), METHODS.contains(dispatch.method()) ? dispatch.method() : OTHER);
        of.requests.inc();
        of.duration.observe(dispatch.durationMs() / 1000);
        if (dispatch.response() != null) {
            of.size.observe(dispatch.response().sizeBytes());
        }
        if (dispatch.failure() != null) {
            errors.labelValues(agent, dispatch.failure().type().tag()).inc();
        }
        if (dispatch.agentId() != null) {
            agentRequests.labelValues(agent).inc();
        }
    }

    /** Everything, now, but the gauge {@code http_dispatcher_agents_total}: the library keeps that ending for counters. */
    public MetricSnapshots scrape() {
        return registry.scrape();
    }

    /** Where other features' metrics join. */
    PrometheusRegistry registry() {
        return registry;
    }

    /** Those that had a request since the start, by id. */
    public List<AgentFigures> agents() {
        return AgentTable.of(duration, errors);
    }

    public Traffic traffic() {
        return traffic;
    }

    public MetricSources sources() {
        return sources;
    }

    public double uptimeSeconds() {
        return (nanos.getAsLong() - started) / 1e9;
    }

    private Series series(String agent, int status, String method) {
        SeriesKey key = new SeriesKey(agent, status, method);
        Series found = series.get(key);
        return found == null ? series.computeIfAbsent(key, this::create) : found;
    }

    private Series create(SeriesKey key) {
        String status = key.status < 100 || key.status > 999 ? OTHER : String.valueOf(key.status);
        return new Series(
                requests.labelValues(key.agent, status, key.method),
                duration.labelValues(key.agent, key.method),
                responseSize.labelValues(key.agent));
    }

    private static int status(DispatchRecord dispatch) {
        if (dispatch.failure() != null) {
            return dispatch.failure().type().httpStatus();
        }
        return dispatch.statusCode() == null ? 0 : dispatch.statusCode();
    }

    private void gauges() {
        gauge("agents_connected", "Agents with an open channel", MetricSources::agentsConnected);
        gauge("ip_pool_size", "Addresses in the pool", MetricSources::poolSize);
        gauge("ip_pool_available", "Addresses that could be chosen now", MetricSources::poolAvailable);
        gauge("websocket_connections", "Open WebSocket connections", MetricSources::webSocketConnections);
        gauge("request_bytes", "Memory that large requests take, in bytes", MetricSources::requestBytes);
        gauge("answer_bytes", "Memory that large answers take, in bytes", MetricSources::answerBytes);
        gauge(
                "answers_waiting",
                "Large answers that agents hold back until there is memory for them",
                MetricSources::answersWaiting);
        gauge("uptime_seconds", "Since this process started", all -> uptimeSeconds());
        gauge(
                "queue_oldest_age_seconds",
                "How long the oldest request that waits has been here",
                all -> all.oldestWaitingMs() / 1000.0);
        GaugeWithCallback.builder()
                .name(PREFIX + "queue_depth")
                .help("Requests that wait in an agent's queue, or for any agent (unassigned)")
                .labelNames("agent")
                .callback(callback -> {
                    var depths = sources.queueDepths();
                    depths.forEach((agent, depth) -> callback.call(depth, agent));
                    if (!depths.containsKey("unassigned")) {
                        callback.call(0, "unassigned");
                    }
                })
                .register(registry);
    }

    private void historyFigures() {
        gauge("history_lag", "Batches of records and events on their way to the database", MetricSources::historyLag);
        gauge("history_waiting", "Records waiting for the journal", MetricSources::historyWaiting);
        total(
                "history_dropped_total",
                "Records that are missing in the history: no room for them, or refused by the database",
                MetricSources::historyDropped);
        total("history_thinned_total", "Records kept without bodies and hops", MetricSources::historyThinned);
    }

    private void eventFigures() {
        total("events_total", "Events numbered by this node", MetricSources::eventsNumbered);
        total("events_published_total", "Events given to the topic's subscribers", MetricSources::eventsPublished);
        total(
                "events_dropped_total",
                "Events that the topic's subscribers miss because it was full",
                MetricSources::eventsDropped);
        total(
                "events_left_out_total",
                "Hops of tunnelled requests that are no events, because there were too many",
                MetricSources::eventsLeftOut);
        total("events_lost_total", "What happened and is no event: the journal was away", MetricSources::eventsLost);
    }

    private void messageFigures() {
        gauge("expired_messages", "Messages that expired and are kept to be looked at", MetricSources::expired);
        gauge("dead_letters", "Messages that could not be understood, routed or delivered", MetricSources::dead);
        CounterWithCallback.builder()
                .name(PREFIX + "callbacks_total")
                .help("Callbacks delivered, tries failed that another one follows, and callbacks given up")
                .labelNames("result")
                .callback(callback -> sources.callbacks().forEach((result, count) -> callback.call(count, result)))
                .register(registry);
    }

    private void gauge(String name, String help, ToDoubleFunction<MetricSources> value) {
        GaugeWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .callback(callback -> callback.call(value.applyAsDouble(sources)))
                .register(registry);
    }

    private void total(String name, String help, ToDoubleFunction<MetricSources> value) {
        CounterWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .callback(callback -> callback.call(value.applyAsDouble(sources)))
                .register(registry);
    }

    private void totals(String name, String help, String label, Function<MetricSources, Map<String, Long>> values) {
        CounterWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(label)
                .callback(callback -> values.apply(sources).forEach((of, value) -> callback.call(value, of)))
                .register(registry);
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    private Histogram histogram(String name, String help, double[] bounds, String... labels) {
        return Histogram.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(bounds)
                .withoutExemplars()
                .register(registry);
    }
}
