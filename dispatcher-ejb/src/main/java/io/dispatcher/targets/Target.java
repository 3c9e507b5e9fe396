package io.dispatcher.targets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stored target; every member is within its range (see {@link TargetParser}).
 *
 * @param baseUrl without a slash at its end; a tunnel uses nothing but its path
 * @param defaultHeaders names to a text or an array of texts, secrets as they are
 * @param timeout seconds
 * @param agentId only {@code via} agent; null: whoever has the labels
 * @param upstream only {@code via} upstream
 */
public record Target(
        String id,
        String name,
        String baseUrl,
        ObjectNode defaultHeaders,
        double timeout,
        Via via,
        @Nullable String agentId,
        Map<String, String> labels,
        @Nullable String upstream) {
    public Target {
        labels = Map.copyOf(labels);
    }

    Target with(String otherId) {
        return new Target(otherId, name, baseUrl, defaultHeaders, timeout, via, agentId, labels, upstream);
    }
}
