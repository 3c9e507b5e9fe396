package io.dispatcher.agents.selection;

import org.jspecify.annotations.Nullable;

/**
 * What one node has counted of one address since it started.
 *
 * @param lastUsedMs epoch milliseconds, 0 if never
 */
public record AddressCounts(
        String agentId, @Nullable String address, long requests, long errors, int inFlight, long lastUsedMs) {
    AddressCounts plus(AddressCounts other) {
        return new AddressCounts(
                agentId,
                address,
                requests + other.requests,
                errors + other.errors,
                inFlight + other.inFlight,
                Math.max(lastUsedMs, other.lastUsedMs));
    }
}
