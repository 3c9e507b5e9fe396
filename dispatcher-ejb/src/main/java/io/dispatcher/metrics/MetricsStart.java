package io.dispatcher.metrics;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.callbacks.CallbackFigures;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.events.EventFigures;
import io.dispatcher.history.HistoryFigures;
import io.dispatcher.inbound.Inbound;
import io.dispatcher.jms.JmsFigures;
import io.dispatcher.mocks.Mocks;
import io.dispatcher.monitors.Monitors;
import io.dispatcher.scenarios.Runs;
import io.dispatcher.tunnel.TunnelStreams;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The metrics in the container. */
@ApplicationScoped
public class MetricsStart {

    @Produces
    @Singleton
    DispatchMetrics metrics(
            Instance<AgentDirectory> agents,
            Instance<OrderQueue> queue,
            Instance<Dispatcher> dispatcher,
            Instance<HistoryFigures> history,
            Instance<JmsFigures> jms,
            Instance<CallbackFigures> callbacks,
            EventFigures events,
            TunnelStreams streams) {
        DispatchMetrics metrics = new DispatchMetrics(
                new LiveSources(
                        () -> present(agents),
                        () -> present(queue),
                        () -> present(dispatcher),
                        () -> present(history),
                        () -> present(jms),
                        () -> present(callbacks),
                        events,
                        streams),
                System::nanoTime);
        RuntimeMetrics.join(metrics);
        return metrics;
    }

    @Produces
    @Singleton
    PingMetrics pings(DispatchMetrics metrics) {
        return new PingMetrics(metrics);
    }

    @Produces
    @Singleton
    TunnelMetrics tunnels(DispatchMetrics metrics) {
        return new TunnelMetrics(metrics, metrics.sources());
    }

    @Produces
    @Singleton
    HttpMetrics http(DispatchMetrics metrics, Instance<Inbound> inbound) {
        return new HttpMetrics(metrics, () -> present(inbound));
    }

    @Produces
    @Singleton
    MonitorMetrics monitors(DispatchMetrics metrics, Instance<Monitors> monitors) {
        return new MonitorMetrics(metrics, () -> present(monitors), System::nanoTime);
    }

    @Produces
    @Singleton
    ScenarioMetrics scenarios(DispatchMetrics metrics, Instance<Runs> runs) {
        return new ScenarioMetrics(metrics, () -> present(runs));
    }

    @Produces
    @Singleton
    MockMetrics mocks(DispatchMetrics metrics, Instance<Mocks> mocks) {
        return new MockMetrics(metrics, () -> present(mocks));
    }

    private static <T> @Nullable T present(Instance<T> bean) {
        return bean.isResolvable() ? bean.get() : null;
    }
}
