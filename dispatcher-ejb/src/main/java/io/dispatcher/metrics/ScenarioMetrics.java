package io.dispatcher.metrics;

import io.dispatcher.scenarios.Runs;
import io.dispatcher.scenarios.ScenarioListener;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs of scenarios by how they ended, told by the node that ran them. Thread-safe. */
public final class ScenarioMetrics implements ScenarioListener {
    private static final String PREFIX = "http_dispatcher_scenario_";
    private static final double[] SECONDS = {.01, .05, .1, .5, 1, 5, 10, 30, 60, 300, 1800};

    private final Counter runs;
    private final Counter steps;
    private final Histogram duration;

    ScenarioMetrics(DispatchMetrics metrics, Supplier<@Nullable Runs> running) {
        runs = counter(metrics, "runs_total", "Runs that ended, by how");
        steps = counter(metrics, "steps_total", "Steps that were made, by how they ended");
        List.of("passed", "failed", "error", "cancelled").forEach(runs::initLabelValues);
        List.of("passed", "failed", "error").forEach(steps::initLabelValues);
        duration = Histogram.builder()
                .name(PREFIX + "run_duration_seconds")
                .help("From the start of a run to its end")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .register(metrics.registry());
        GaugeWithCallback.builder()
                .name(PREFIX + "runs_running")
                .help("Runs under way on this node")
                .callback(callback -> {
                    Runs there = running.get();
                    callback.call(there == null ? 0 : there.running());
                })
                .register(metrics.registry());
    }

    private static Counter counter(DispatchMetrics metrics, String name, String help) {
        return Counter.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames("status")
                .withoutExemplars()
                .register(metrics.registry());
    }

    @Override
    public void stepEnded(Run run, String step, String status) {
        steps.labelValues(status).inc();
    }

    @Override
    public void runEnded(Run run, String status, double seconds) {
        runs.labelValues(status).inc();
        duration.observe(seconds);
    }
}
