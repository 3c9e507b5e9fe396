package io.dispatcher.cluster;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.AgentPresence;
import io.dispatcher.agents.selection.AddressCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Makes this node's beats: what has changed in full, the rest in short. Thread-safe by its own monitor. */
final class OwnPresence {
    private final String node;
    private final String life;
    private final AgentDirectory agents;
    private final ToIntFunction<String> waiting;
    private final Map<String, Known> told = new HashMap<>();
    private Map<List<@Nullable String>, AddressCounts> counted = Map.of();
    private int revisions;
    private boolean inFull = true;

    private record Known(Beat.Introduction introduction, int revision) {}

    /** @param waiting orders in an agent's queue; may block for moments */
    OwnPresence(String node, String life, AgentDirectory agents, ToIntFunction<String> waiting) {
        this.node = node;
        this.life = life;
        this.agents = agents;
        this.waiting = waiting;
    }

    /** Somebody has not heard what was told before. */
    synchronized void tellInFull() {
        inFull = true;
    }

    synchronized Beat next() {
        boolean full = inFull;
        inFull = false;
        List<AgentPresence> here = agents.presences();
        told.keySet().retainAll(here.stream().map(AgentPresence::agentId).toList());
        List<Beat.Told> all = new ArrayList<>();
        for (AgentPresence agent : here) {
            all.add(told(agent, full));
        }
        return new Beat(Beat.VERSION, node, life, false, all, counts(full));
    }

    Beat last() {
        return new Beat(Beat.VERSION, node, life, true, List.of(), List.of());
    }

    private Beat.Told told(AgentPresence agent, boolean full) {
        Beat.Introduction introduction = Beat.Introduction.of(agent);
        Known known = told.get(agent.agentId());
        boolean changed = known == null || !known.introduction.equals(introduction);
        if (known == null || changed) {
            known = new Known(introduction, ++revisions);
            told.put(agent.agentId(), known);
        }
        return new Beat.Told(
                agent.agentId(),
                known.revision,
                agent.ready(),
                agent.inFlight(),
                waiting.applyAsInt(agent.agentId()),
                full || changed ? introduction : null);
    }

    private List<AddressCounts> counts(boolean full) {
        Map<List<@Nullable String>, AddressCounts> now = new HashMap<>();
        List<AddressCounts> changed = new ArrayList<>();
        for (AddressCounts counts : agents.counts()) {
            List<@Nullable String> key = new ArrayList<>();
            key.add(counts.agentId());
            key.add(counts.address());
            now.put(key, counts);
            if (counts.lastUsedMs() > 0 && (full || !counts.equals(counted.get(key)))) {
                changed.add(counts);
            }
        }
        counted = now;
        return changed;
    }
}
