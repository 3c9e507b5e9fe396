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
 * @param maxInFlight 1 to 100,000
 */
public record AgentSettings(
        List<String> coordinatorUrls,
        @Nullable String agentId,
        List<String> addresses,
        Map<String, String> labels,
        int maxInFlight,
        @Nullable Path tokenFile,
        @Nullable Path stateDirectory,
        List<String> allow,
        List<String> deny) {}
