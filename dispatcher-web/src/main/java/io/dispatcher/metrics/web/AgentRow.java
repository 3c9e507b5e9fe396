package io.dispatcher.metrics.web;

import io.dispatcher.agents.AgentView;
import io.dispatcher.metrics.AgentFigures;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An agent in the table of all.
 *
 * @param addresses how many it has
 * @param meanMs like the other durations null if it had no request
 */
public record AgentRow(
        String agentId,
        String status,
        int addresses,
        int inFlight,
        Map<String, String> labels,
        @Nullable Instant connectedSince,
        long requests,
        long failed,
        @Nullable Double meanMs,
        @Nullable Double p50Ms,
        @Nullable Double p95Ms) {

    static AgentRow of(AgentView agent, @Nullable AgentFigures figures) {
        return new AgentRow(
                agent.agentId(),
                agent.status(),
                agent.addresses().size(),
                agent.inFlight(),
                agent.labels(),
                agent.connectedSince(),
                figures == null ? 0 : figures.requests(),
                figures == null ? 0 : figures.failed(),
                figures == null ? null : Stats.rounded(figures.meanMs()),
                figures == null ? null : Stats.rounded(figures.p50Ms()),
                figures == null ? null : Stats.rounded(figures.p95Ms()));
    }
}
