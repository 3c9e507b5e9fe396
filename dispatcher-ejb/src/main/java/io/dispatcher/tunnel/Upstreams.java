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
import org.jspecify.annotations.Nullable;

/** The names that agents claim, or last claimed, and those that requests wait for. Thread-safe. */
public final class Upstreams {
    private final AgentDirectory agents;
    private final Dispatcher dispatcher;
    private final OrderQueue orders;
    private final Maintenance maintenance;

    public Upstreams(AgentDirectory agents, Dispatcher dispatcher, OrderQueue orders, Maintenance maintenance) {
        this.agents = agents;
        this.dispatcher = dispatcher;
        this.orders = orders;
        this.maintenance = maintenance;
    }

    /**
     * One name.
     *
     * @param inFlight requests given to its agents through this node and not answered yet
     * @param waiting requests for which no agent was there
     * @param maintenance it is taken out by command
     */
    public record Upstream(String name, List<Claim> agents, int inFlight, long waiting, boolean maintenance) {}

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
                .filter(upstream -> !upstream.agents().isEmpty() || upstream.waiting() > 0 || upstream.maintenance())
                .toList();
    }

    /**
     * Takes it out, or lets it serve again.
     *
     * @return as it is now; null: there is none of that name
     */
    public @Nullable Upstream maintenance(String name, boolean on) {
        if (find(name) == null) {
            return null;
        }
        if (on) {
            maintenance.begin(name);
        } else {
            maintenance.end(name);
        }
        return find(name);
    }

    private @Nullable Upstream find(String name) {
        return all().stream()
                .filter(upstream -> upstream.name().equals(name))
                .findFirst()
                .orElse(null);
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
                Math.max(0, orders.depth(OrderQueue.UPSTREAM + name)),
                maintenance.since(name) != null);
    }
}
