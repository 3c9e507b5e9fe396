package io.dispatcher.agents.selection;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks of the agent and address that will make it.
 *
 * @param labels each must be on the agent with this value
 * @param session what {@link SelectionStrategy#STICKY} hashes
 * @param upstream only an agent that claims this name, by no particular address of it
 */
public record Selection(
        @Nullable String agentId,
        @Nullable String sourceAddress,
        Map<String, String> labels,
        SelectionStrategy strategy,
        @Nullable String session,
        @Nullable String upstream) {
    public Selection {
        labels = Map.copyOf(labels);
    }

    /** Of an address. */
    public Selection(
            @Nullable String agentId,
            @Nullable String sourceAddress,
            Map<String, String> labels,
            SelectionStrategy strategy,
            @Nullable String session) {
        this(agentId, sourceAddress, labels, strategy, session, null);
    }

    /** Of whichever agent that claims the name has the least to do. */
    public static Selection ofUpstream(String name) {
        return new Selection(null, null, Map.of(), SelectionStrategy.LEAST_IN_FLIGHT, null, name);
    }

    /** True if only one agent's queue can hold the order (ARCHITECTURE D4). */
    public boolean pinned() {
        return agentId != null || sourceAddress != null;
    }

    /** {@code a=1,b=2} in the order of names; null without labels. One text for equal label sets. */
    public @Nullable String labelText() {
        return labels.isEmpty()
                ? null
                : new TreeMap<>(labels)
                        .entrySet().stream()
                                .map(label -> label.getKey() + "=" + label.getValue())
                                .collect(Collectors.joining(","));
    }

    /** The labels of a {@link #labelText}; "" is none. */
    public static Map<String, String> labels(String text) {
        return text.isEmpty()
                ? Map.of()
                : Arrays.stream(text.split(","))
                        .map(label -> label.split("=", 2))
                        .collect(Collectors.toMap(label -> label[0], label -> label[1]));
    }
}
