package io.dispatcher.cluster;

import io.dispatcher.agents.AgentPresence;
import io.dispatcher.agents.selection.AddressCounts;
import io.dispatcher.protocol.Inventory;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node tells every second, as it goes over {@code dispatcher.presence}.
 *
 * @param life of the node's process
 * @param stopping the node leaves: it has no agents any more
 * @param agents all that are connected with it
 * @param counts of the addresses it used since the last beat
 */
record Beat(int version, String node, String life, boolean stopping, List<Told> agents, List<AddressCounts> counts) {
    static final int VERSION = 1;

    /**
     * One agent.
     *
     * @param revision of its introduction
     * @param introduction null where nothing of it changed since it was told
     */
    record Told(
            String agentId,
            int revision,
            boolean ready,
            int inFlight,
            int waiting,
            @Nullable Introduction introduction) {}

    /** What seldom changes of an agent. */
    record Introduction(
            String instanceId, long connectedSinceMs, Map<String, String> labels, Inventory inventory, int credit) {
        static Introduction of(AgentPresence agent) {
            return new Introduction(
                    agent.instanceId(),
                    agent.connectedSince().toEpochMilli(),
                    agent.labels(),
                    agent.inventory(),
                    agent.credit());
        }

        AgentPresence presence(String node, Told told) {
            return new AgentPresence(
                    node,
                    told.agentId(),
                    instanceId,
                    Instant.ofEpochMilli(connectedSinceMs),
                    labels,
                    inventory,
                    told.ready(),
                    told.inFlight(),
                    told.waiting(),
                    credit);
        }
    }

    byte[] encode() {
        return Wire.write(this);
    }

    static Beat decode(byte[] bytes) throws ProtocolException {
        Beat beat = Wire.read(ByteBuffer.wrap(bytes), Beat.class);
        if (beat.version != VERSION) {
            throw new ProtocolException("beat of version " + beat.version);
        }
        return beat;
    }
}
