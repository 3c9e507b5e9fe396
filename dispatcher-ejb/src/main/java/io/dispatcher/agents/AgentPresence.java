package io.dispatcher.agents;

import io.dispatcher.protocol.Inventory;
import java.time.Instant;
import java.util.Map;

/**
 * A connected agent, as the node that has it tells the others.
 *
 * @param instanceId of the agent's process
 * @param connectedSince by its node's clock
 * @param ready it may be given orders
 * @param inFlight orders it works on
 * @param waiting orders in its queue
 * @param credit orders it works on at once
 */
public record AgentPresence(
        String node,
        String agentId,
        String instanceId,
        Instant connectedSince,
        Map<String, String> labels,
        Inventory inventory,
        boolean ready,
        int inFlight,
        int waiting,
        int credit) {

    /** Of two nodes that both have it, the later one does; one process of two with the same id was there first. */
    boolean outlives(AgentPresence other) {
        int order = connectedSince.compareTo(other.connectedSince);
        boolean later = order == 0 ? node.compareTo(other.node) > 0 : order > 0;
        return instanceId.equals(other.instanceId) == later;
    }
}
