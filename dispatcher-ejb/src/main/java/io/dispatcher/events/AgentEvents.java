package io.dispatcher.events;

import io.dispatcher.agents.AgentListener;
import io.dispatcher.agents.AgentView;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells what becomes of agents: what differs from what was last seen of them is an event. Thread-safe. */
final class AgentEvents implements AgentListener {
    private static final String REGISTERED = "registered";
    private static final String CONNECTED = "connected";

    private final Notes notes;
    private final Function<String, @Nullable AgentView> agents;
    private final Map<String, String> seen = new HashMap<>();

    /** @param known those that are no news */
    AgentEvents(Notes notes, Function<String, @Nullable AgentView> agents, Collection<AgentView> known) {
        this.notes = notes;
        this.agents = agents;
        known.forEach(agent -> seen.put(agent.agentId(), agent.status()));
    }

    @Override
    public void registered(String agentId) {
        look(agentId);
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
    public void removed(String agentId) {
        look(agentId);
    }

    private synchronized void look(String agentId) {
        AgentView agent = agents.apply(agentId);
        if (agent == null) {
            if (seen.remove(agentId) != null) {
                notes.tell("agent.removed", data(agentId));
            }
            return;
        }
        String before = seen.put(agentId, agent.status());
        if (before == null) {
            notes.tell("agent.registered", described(agent));
        }
        String status = agent.status();
        if (!status.equals(before) && !status.equals(REGISTERED)) {
            boolean resumed = status.equals(CONNECTED) && "draining".equals(before);
            notes.tell("agent." + (resumed ? "resumed" : status), described(agent));
        }
    }

    private Data described(AgentView agent) {
        return data(agent.agentId()).with("labels", agent.labels()).with("upstreams", agent.upstreams());
    }

    private Data data(String agentId) {
        return new Data().with("agent_id", agentId).with("node", notes.node());
    }
}
