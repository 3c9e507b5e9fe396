package io.dispatcher.agents;

import io.dispatcher.agents.selection.PooledAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One address of the pool as the API shows it. */
public record AddressView(
        @Nullable String address,
        String agentId,
        String state,
        int inFlight,
        long requests,
        long errors,
        @Nullable Instant lastUsed) {

    static AddressView of(Agent agent, PooledAddress address) {
        return new AddressView(
                address.address(),
                address.agentId(),
                state(agent),
                address.inFlight(),
                address.requests(),
                address.errors(),
                address.lastUsedMillis() == 0 ? null : Instant.ofEpochMilli(address.lastUsedMillis()));
    }

    private static String state(Agent agent) {
        if (agent.session() == null) {
            return "offline";
        }
        if (!agent.ready()) {
            return "draining";
        }
        return agent.hasRoom() ? "available" : "busy";
    }
}
