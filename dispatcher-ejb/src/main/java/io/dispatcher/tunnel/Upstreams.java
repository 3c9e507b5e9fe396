package io.dispatcher.tunnel;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.AgentView;
import io.dispatcher.agents.selection.PooledAddress;
import io.dispatcher.agents.selection.Selection;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.OrderQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The names that agents claim, or last claimed, and those that requests wait for. Thread-safe. */
public final class Upstreams {
    private final AgentDirectory agents;
    private final Dispatcher dispatcher;
    private final OrderQueue orders;

    public Upstreams(AgentDirectory agents, Dispatcher dispatcher, OrderQueue orders) {
        this.agents = agents;
        this.dispatcher = dispatcher;
        this.orders = orders;
    }

    /**
     * One name.
     *
     * @param inFlight requests given to its agents through this node and not answered yet
     * @param waiting requests for which no agent was there
     */
    public record Upstream(String name, List<Claim> agents, int inFlight, long waiting) {}

    /** @param status as of the agent itself */
    public record Claim(String agentId, String status, int inFlight) {}

    /** In the order of their names. */
    public List<Upstream> all() {
        Map<String, List<AgentView>> claimed = new TreeMap<>();
        for (AgentView agent : agents.views()) {
            agent.upstreams().forEach(name -> claimed.computeIfAbsent(name, n -> new ArrayList<>())
                    .add(agent));
        }
        dispatcher.upstreams().forEach(name -> claimed.putIfAbsent(name, List.of()));
        return claimed.entrySet().stream()
                .map(entry -> upstream(entry.getKey(), entry.getValue()))
                .filter(upstream -> !upstream.agents().isEmpty() || upstream.waiting() > 0)
                .toList();
    }

    private Upstream upstream(String name, List<AgentView> by) {
        Map<String, Integer> inFlight = new TreeMap<>();
        for (PooledAddress claim : agents.candidates(Selection.ofUpstream(name))) {
            inFlight.put(claim.agentId(), claim.inFlight());
        }
        return new Upstream(
                name,
                by.stream()
                        .map(agent ->
                                new Claim(agent.agentId(), agent.status(), inFlight.getOrDefault(agent.agentId(), 0)))
                        .toList(),
                inFlight.values().stream().mapToInt(Integer::intValue).sum(),
                Math.max(0, orders.depth(OrderQueue.UPSTREAM + name)));
    }
}
