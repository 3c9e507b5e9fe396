package io.dispatcher.events;

import io.dispatcher.agents.AgentListener;
import io.dispatcher.agents.AgentView;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells what becomes of this node's agents: what differs from what was last seen of them is an event. What other nodes' agents do, and what is decided
 * there, those tell. Thread-safe.
 */
final class AgentEvents implements AgentListener {
    private static final String REGISTERED = "registered";
    private static final String CONNECTED = "connected";

    private final Notes notes;
    private final Function<String, @Nullable AgentView> agents;
    private final Map<String, Seen> seen = new HashMap<>();

    private record Seen(String status, @Nullable String node) {}

    /** @param known those that are no news */
    AgentEvents(Notes notes, Function<String, @Nullable AgentView> agents, Collection<AgentView> known) {
        this.notes = notes;
        this.agents = agents;
        known.forEach(agent -> seen.put(agent.agentId(), new Seen(agent.status(), agent.node())));
    }

    @Override
    public synchronized void registered(String agentId) {
        AgentView agent = agents.apply(agentId);
        if (agent != null && seen.put(agentId, new Seen(agent.status(), agent.node())) == null) {
            notes.tell("agent.registered", described(agent));
        }
    }

    @Override
    public void elsewhere(String agentId) {
        look(agentId);
    }

    @Override
    public void drained(String agentId, boolean drained) {
        // What follows from it comes by itself: ready, or unready.
    }

    @Override
    public void ready(String agentId) {
        look(agentId);
    }

    @Override
    public void unready(String agentId) {
        look(agentId);
    }

    @Override
    public synchronized void removed(String agentId) {
        seen.remove(agentId);
        notes.tell("agent.removed", data(agentId));
    }

    private synchronized void look(String agentId) {
        AgentView agent = agents.apply(agentId);
        if (agent == null) {
            return;
        }
        Seen now = new Seen(agent.status(), agent.node());
        Seen before = seen.put(agentId, now);
        boolean here = notes.node().equals(now.node == null && before != null ? before.node : now.node);
        if (!here) {
            return;
        }
        if (before == null) {
            notes.tell("agent.registered", described(agent));
        }
        boolean sameStatus =
                before != null && before.status.equals(now.status) && Objects.equals(before.node, now.node);
        if (!sameStatus && !now.status.equals(REGISTERED)) {
            boolean resumed = now.status.equals(CONNECTED) && before != null && "draining".equals(before.status);
            notes.tell("agent." + (resumed ? "resumed" : now.status), described(agent));
        }
    }

    private Data described(AgentView agent) {
        return data(agent.agentId()).with("labels", agent.labels()).with("upstreams", agent.upstreams());
    }

    private Data data(String agentId) {
        return new Data().with("agent_id", agentId).with("node", notes.node());
    }
}
