package io.dispatcher.monitors;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.AgentView;
import io.dispatcher.monitors.CheckResult.Place;
import io.dispatcher.protocol.AgentAddress;
import io.dispatcher.protocol.Names;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses from where a run goes out, by who is there now. */
final class Places {
    /** Of one run. */
    static final int MOST = 1_000;

    private static final String CONNECTED = "connected";

    private final AgentDirectory agents;

    Places(AgentDirectory agents) {
        this.agents = agents;
    }

    /**
     * A place.
     *
     * @param away why nothing can be asked of it; null: it is there
     */
    record Chosen(Place place, @Nullable String away) {}

    List<Chosen> of(MonitorSpec spec) {
        if (spec.from() == null) {
            return List.of(new Chosen(new Place(Names.COORDINATOR, null), null));
        }
        Map<String, String> labels = spec.check() instanceof Check.Http http
                ? http.request().selection().labels()
                : Map.of();
        List<Chosen> chosen = new ArrayList<>();
        for (String agentId : ids(spec.from(), labels)) {
            AgentView agent = agents.view(agentId);
            String away = agent == null ? "there is no agent " + agentId : away(spec, agent);
            if (agent == null
                    || away != null
                    || !spec.eachAddress()
                    || agent.addresses().isEmpty()) {
                chosen.add(new Chosen(new Place(agentId, null), away));
                continue;
            }
            for (AgentAddress address : agent.addresses()) {
                chosen.add(new Chosen(new Place(agentId, address.address()), null));
            }
        }
        return chosen.size() <= MOST ? chosen : chosen.subList(0, MOST);
    }

    private Set<String> ids(List<String> from, Map<String, String> labels) {
        Set<String> ids = new LinkedHashSet<>();
        for (String agentId : from) {
            if (!agentId.equals(MonitorSpec.ALL)) {
                ids.add(agentId);
                continue;
            }
            agents.views().stream()
                    .filter(agent -> agent.status().equals(CONNECTED))
                    .filter(agent -> agent.labels().entrySet().containsAll(labels.entrySet()))
                    .forEach(agent -> ids.add(agent.agentId()));
        }
        return ids;
    }

    private static @Nullable String away(MonitorSpec spec, AgentView agent) {
        if (!agent.status().equals(CONNECTED)) {
            return "agent " + agent.agentId() + " is " + agent.status();
        }
        boolean able = spec.http()
                ? agent.capabilities().contains("http")
                : agent.capabilities().contains("icmp") || agent.capabilities().contains("icmp6");
        return able ? null : "agent " + agent.agentId() + " cannot do this: its log at the start says what it needs";
    }

    /** Since when a vantage point is there, so that one that was lost and came back is known; null: it is away. */
    @Nullable
    Instant thereSince(String agentId) {
        if (agentId.equals(Names.COORDINATOR)) {
            return Instant.EPOCH;
        }
        AgentView agent = agents.view(agentId);
        return agent != null && agent.status().equals(CONNECTED) ? agent.connectedSince() : null;
    }
}
