package io.dispatcher.agents;

import io.dispatcher.agents.selection.AddressCounts;
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
        AddressCounts counts = address.countsOfAll();
        return new AddressView(
                address.address(),
                address.agentId(),
                state(agent),
                counts.inFlight(),
                counts.requests(),
                counts.errors(),
                counts.lastUsedMs() == 0 ? null : Instant.ofEpochMilli(counts.lastUsedMs()));
    }

    private static String state(Agent agent) {
        if (agent.session() == null && agent.elsewhere() == null) {
            return "offline";
        }
        if (!agent.ready()) {
            return "draining";
        }
        return agent.hasRoom() ? "available" : "busy";
    }
}
