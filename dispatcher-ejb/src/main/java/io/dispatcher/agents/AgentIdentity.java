package io.dispatcher.agents;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is kept of an agent over restarts: it was registered once, by request or by connecting.
 *
 * @param addresses what it last offered, so that a request that names one of them waits instead of being refused
 * @param prefixes likewise
 */
public record AgentIdentity(
        String agentId,
        Map<String, String> labels,
        List<String> upstreams,
        List<String> addresses,
        List<String> prefixes,
        Instant registeredAt) {
    public AgentIdentity {
        labels = Map.copyOf(labels);
        upstreams = List.copyOf(upstreams);
        addresses = List.copyOf(addresses);
        prefixes = List.copyOf(prefixes);
    }
}
