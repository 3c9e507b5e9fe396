package io.dispatcher.metrics;

import io.dispatcher.agents.AddressView;
import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.selection.Selection;
import io.dispatcher.callbacks.CallbackFigures;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.events.EventFigures;
import io.dispatcher.history.HistoryFigures;
import io.dispatcher.jms.JmsFigures;
import io.dispatcher.tunnel.TunnelStreams;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at the running parts, each asked only when a figure of it is wanted: they start later than the metrics that count for them. */
final class LiveSources implements MetricSources {
    /** The label of the queue of requests that no agent has yet. */
    private static final String UNASSIGNED = "unassigned";

    private final Supplier<@Nullable AgentDirectory> agents;
    private final Supplier<@Nullable OrderQueue> queue;
    private final Supplier<@Nullable Dispatcher> dispatcher;
    private final Supplier<@Nullable HistoryFigures> history;
    private final Supplier<@Nullable JmsFigures> jms;
    private final Supplier<@Nullable CallbackFigures> callbacks;
    private final EventFigures events;
    private final TunnelStreams streams;

    LiveSources(
            Supplier<@Nullable AgentDirectory> agents,
            Supplier<@Nullable OrderQueue> queue,
            Supplier<@Nullable Dispatcher> dispatcher,
            Supplier<@Nullable HistoryFigures> history,
            Supplier<@Nullable JmsFigures> jms,
            Supplier<@Nullable CallbackFigures> callbacks,
            EventFigures events,
            TunnelStreams streams) {
        this.agents = agents;
        this.queue = queue;
        this.dispatcher = dispatcher;
        this.history = history;
        this.jms = jms;
        this.callbacks = callbacks;
        this.events = events;
        this.streams = streams;
    }

    @Override
    public int agentsConnected() {
        AgentDirectory directory = agents.get();
        if (directory == null) {
            return 0;
        }
        return (int) directory.ids().stream().filter(directory::isConnected).count();
    }

    @Override
    public int agentsTotal() {
        AgentDirectory directory = agents.get();
        return directory == null ? 0 : directory.ids().size();
    }

    @Override
    public int poolSize() {
        AgentDirectory directory = agents.get();
        return directory == null ? 0 : directory.addresses().size();
    }

    @Override
    public int poolAvailable() {
        AgentDirectory directory = agents.get();
        return directory == null
                ? 0
                : (int) directory.addresses().stream()
                        .map(AddressView::state)
                        .filter("available"::equals)
                        .count();
    }

    @Override
    public int webSocketConnections() {
        AgentDirectory directory = agents.get();
        return directory == null ? 0 : directory.sessions();
    }

    @Override
    public Map<String, Long> agentConnections() {
        AgentDirectory directory = agents.get();
        return directory == null ? Map.of() : directory.connections();
    }

    @Override
    public Map<String, Long> waitingForUpstreams() {
        AgentDirectory directory = agents.get();
        OrderQueue orders = queue.get();
        Dispatcher tunnels = dispatcher.get();
        Map<String, Long> waiting = new LinkedHashMap<>();
        if (directory == null || orders == null || tunnels == null) {
            return waiting;
        }
        for (String name : tunnels.upstreams()) {
            boolean claimed =
                    !directory.everMatching(Selection.ofUpstream(name)).isEmpty();
            waiting.merge(claimed ? name : "none", Math.max(0, orders.depth(OrderQueue.UPSTREAM + name)), Long::sum);
        }
        return waiting;
    }

    @Override
    public int tunnelStreams() {
        return streams.size();
    }

    @Override
    public Map<String, Long> queueDepths() {
        AgentDirectory directory = agents.get();
        OrderQueue orders = queue.get();
        Map<String, Long> depths = new LinkedHashMap<>();
        if (directory == null || orders == null) {
            return depths;
        }
        put(depths, UNASSIGNED, orders.depth(OrderQueue.UNASSIGNED));
        for (String agent : directory.ids()) {
            if (!agent.equals(UNASSIGNED)) {
                put(depths, agent, orders.depth(OrderQueue.ofAgent(agent)));
            }
        }
        return depths;
    }

    private static void put(Map<String, Long> depths, String label, long depth) {
        if (depth >= 0) {
            depths.put(label, depth);
        }
    }

    @Override
    public long oldestWaitingMs() {
        Dispatcher running = dispatcher.get();
        return running == null ? 0 : running.oldestWaitingMs();
    }

    @Override
    public long requestBytes() {
        Dispatcher running = dispatcher.get();
        return running == null ? 0 : running.requests().used();
    }

    @Override
    public long answerBytes() {
        Dispatcher running = dispatcher.get();
        return running == null ? 0 : running.answers().used();
    }

    @Override
    public int answersWaiting() {
        Dispatcher running = dispatcher.get();
        return running == null ? 0 : running.answers().waiting();
    }

    @Override
    public long expired() {
        return depth("dispatcher.expired");
    }

    @Override
    public long dead() {
        return depth("dispatcher.dead");
    }

    private long depth(String name) {
        OrderQueue orders = queue.get();
        return orders == null ? 0 : Math.max(0, orders.depth(name));
    }

    @Override
    public Map<String, Long> jmsRequests() {
        JmsFigures figures = jms.get();
        return figures == null
                ? Map.of("accepted", 0L, "refused", 0L, "expired", 0L)
                : Map.of(
                        "accepted", figures.requestsAccepted(),
                        "refused", figures.requestsRefused(),
                        "expired", figures.requestsExpired());
    }

    @Override
    public Map<String, Long> jmsReplies() {
        JmsFigures figures = jms.get();
        return figures == null
                ? Map.of("sent", 0L, "undeliverable", 0L)
                : Map.of("sent", figures.replies(), "undeliverable", figures.repliesUndeliverable());
    }

    @Override
    public Map<String, Long> callbacks() {
        CallbackFigures figures = callbacks.get();
        return figures == null ? Map.of() : figures.byResult();
    }

    @Override
    public long historyLag() {
        return depth("dispatcher.events.in");
    }

    @Override
    public long historyWaiting() {
        HistoryFigures figures = history.get();
        return figures == null ? 0 : figures.waiting();
    }

    @Override
    public long historyDropped() {
        HistoryFigures figures = history.get();
        return figures == null ? 0 : figures.dropped();
    }

    @Override
    public long historyThinned() {
        HistoryFigures figures = history.get();
        return figures == null ? 0 : figures.thinned();
    }

    @Override
    public long eventsNumbered() {
        return events.numbered();
    }

    @Override
    public long eventsPublished() {
        return events.published();
    }

    @Override
    public long eventsDropped() {
        return events.dropped();
    }

    @Override
    public long eventsLeftOut() {
        return events.leftOut();
    }

    @Override
    public long eventsLost() {
        return events.lost();
    }
}
