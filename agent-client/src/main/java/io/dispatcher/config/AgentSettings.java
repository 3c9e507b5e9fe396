package io.dispatcher.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is told at its start.
 *
 * @param coordinatorUrls at least one
 * @param agentId null: made once and kept
 * @param addresses literals; with prefixes empty too: detected
 * @param prefixes {@code P/LEN[=N]}
 * @param upstreams by name
 * @param caFile PEM certificates to trust instead of Java's
 * @param maxInFlight 1 to {@value #MAX_IN_FLIGHT}
 */
public record AgentSettings(
        List<String> coordinatorUrls,
        @Nullable String agentId,
        List<String> addresses,
        List<String> prefixes,
        Map<String, Upstream> upstreams,
        Map<String, String> labels,
        int maxInFlight,
        @Nullable Path tokenFile,
        @Nullable Path caFile,
        @Nullable Path stateDirectory,
        List<String> allow,
        List<String> deny) {
    /** More unfinished orders do not fit into one HELLO. */
    public static final int MAX_IN_FLIGHT = 2000;

    /** How many orders are remembered: twice the credit, so that as many replies can wait for their confirmation as orders run. */
    public int rememberedOrders() {
        return Math.max(1024, 2 * maxInFlight);
    }
}
