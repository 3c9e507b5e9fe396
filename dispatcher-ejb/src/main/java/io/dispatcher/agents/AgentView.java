package io.dispatcher.agents;

import io.dispatcher.protocol.AgentAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One agent as the API shows it, at one moment. */
public record AgentView(
        String agentId,
        String status,
        List<AgentAddress> addresses,
        Map<String, String> labels,
        List<String> capabilities,
        List<String> upstreams,
        int inFlight,
        @Nullable Instant connectedSince,
        @Nullable String node) {}
