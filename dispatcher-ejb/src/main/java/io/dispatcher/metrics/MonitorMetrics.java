package io.dispatcher.metrics;

import io.dispatcher.monitors.Monitor;
import io.dispatcher.monitors.MonitorListener;
import io.dispatcher.monitors.MonitorState;
import io.dispatcher.monitors.Monitors;
import io.dispatcher.monitors.VantagePoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What monitors see, by their names, of which there are only so many. States are read from the database when somebody asks, so that every node tells the
 * same; of an agent's addresses the worst is told. Runs are counted by the node that made them. Thread-safe.
 */
public final class MonitorMetrics implements MonitorListener {
    private static final System.Logger LOG = System.getLogger(MonitorMetrics.class.getName());
    private static final String PREFIX = "http_dispatcher_monitor";
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final double PERCENT = 100;
    private static final double SECOND_MS = 1_000;

    private final Supplier<@Nullable Monitors> monitors;
    private final LongSupplier nanos;
    private final Counter runs;
    private final Set<String> counted = ConcurrentHashMap.newKeySet();
    private List<Monitor> seen = List.of();
    private long seenNanos;

    MonitorMetrics(DispatchMetrics metrics, Supplier<@Nullable Monitors> monitors, LongSupplier nanos) {
        this.monitors = monitors;
        this.nanos = nanos;
        this.seenNanos = nanos.getAsLong() - FRESH_NANOS;
        runs = Counter.builder()
                .name(PREFIX + "_runs_total")
                .help("Checks from a vantage point that ended, by what they said")
                .labelNames("monitor", "outcome")
                .withoutExemplars()
                .register(metrics.registry());
        GaugeWithCallback.builder()
                .name(PREFIX + "s")
                .help("Monitors by the state of all their vantage points together")
                .labelNames("state")
                .callback(this::states)
                .register(metrics.registry());
        gauge(metrics, "_up", "1 if the target is seen to answer, 0 if not", Math::min, MonitorMetrics::up);
        gauge(
                metrics,
                "_loss_ratio",
                "Unanswered part of the last run, 0 to 1",
                Math::max,
                point -> point.lossPercent() == null ? null : point.lossPercent() / PERCENT);
        gauge(
                metrics,
                "_duration_seconds",
                "Median round trip or duration of the exchange, of the last run",
                Math::max,
                point -> point.durationMs() == null ? null : point.durationMs() / SECOND_MS);
        gauge(
                metrics,
                "_certificate_expiry_timestamp_seconds",
                "When the target's certificate ends",
                Math::min,
                point -> seconds(point.certificateUntil()));
    }

    private static @Nullable Double up(VantagePoint point) {
        return switch (point.seen()) {
            case UNKNOWN -> null;
            case UP, DEGRADED -> 1.0;
            case DOWN -> 0.0;
        };
    }

    private static @Nullable Double seconds(@Nullable Instant time) {
        return time == null ? null : (double) time.getEpochSecond();
    }

    private void states(GaugeWithCallback.Callback callback) {
        Map<MonitorState, Integer> counts = new HashMap<>();
        all().forEach(monitor -> counts.merge(monitor.state(), 1, Integer::sum));
        for (MonitorState state : MonitorState.values()) {
            callback.call(counts.getOrDefault(state, 0), state.tag());
        }
    }

    private void gauge(
            DispatchMetrics metrics,
            String name,
            String help,
            BinaryOperator<Double> worst,
            Function<VantagePoint, @Nullable Double> value) {
        GaugeWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames("monitor", "agent")
                .callback(callback -> all().forEach(monitor -> byAgent(monitor, worst, value)
                        .forEach((agent, of) -> callback.call(of, monitor.spec().name(), agent))))
                .register(metrics.registry());
    }

    private static Map<String, Double> byAgent(
            Monitor monitor, BinaryOperator<Double> worst, Function<VantagePoint, @Nullable Double> value) {
        Map<String, Double> byAgent = new HashMap<>();
        for (VantagePoint point : monitor.vantagePoints()) {
            Double of = value.apply(point);
            if (of != null && !monitor.paused()) {
                byAgent.merge(point.agentId(), of, worst);
            }
        }
        return byAgent;
    }

    /** Read once for all that is asked together. */
    private synchronized List<Monitor> all() {
        Monitors stored = monitors.get();
        if (stored != null && nanos.getAsLong() - seenNanos >= FRESH_NANOS) {
            try {
                seen = stored.all();
                forgetOthers();
            } catch (SQLException e) {
                LOG.log(Level.DEBUG, "nothing is told of monitors: {0}", e.getMessage());
                seen = List.of();
            }
            seenNanos = nanos.getAsLong();
        }
        return seen;
    }

    @Override
    public void checked(Subject monitor, MonitorState verdict) {
        counted.add(monitor.name());
        runs.labelValues(monitor.name(), verdict.tag()).inc();
    }

    /** Those that were deleted or renamed, wherever that was done. */
    private void forgetOthers() {
        Set<String> names = seen.stream().map(monitor -> monitor.spec().name()).collect(Collectors.toSet());
        for (String name : counted) {
            if (!names.contains(name)) {
                counted.remove(name);
                for (MonitorState state : MonitorState.values()) {
                    runs.remove(name, state.tag());
                }
            }
        }
    }
}
