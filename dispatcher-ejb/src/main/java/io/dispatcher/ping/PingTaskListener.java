package io.dispatcher.ping;

import io.dispatcher.protocol.PingResult;
import io.dispatcher.protocol.PingSummary;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Hears of pings; implementations are CDI beans. Called as things happen, by any thread: must neither block nor throw. */
public interface PingTaskListener {
    default void begun(Begun task) {}

    /** Anything but a summary. */
    default void result(String agentId, PingResult result) {}

    /** A pair of agent and target has ended. */
    default void pairEnded(String agentId, PingSummary summary) {}

    default void ended(Ended task) {}

    /** @param caller token name, null in open mode */
    record Begun(UUID id, @Nullable String caller, int agents, int targets) {}

    /** @param unanswered pairs without any answer */
    record Ended(UUID id, @Nullable String caller, int pairs, int unanswered, double durationMs, boolean cancelled) {}
}
