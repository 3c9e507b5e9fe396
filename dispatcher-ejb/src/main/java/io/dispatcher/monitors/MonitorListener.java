package io.dispatcher.monitors;

import org.jspecify.annotations.Nullable;

/** Hears of monitors; implementations are CDI beans. Called on the node where it happens: must neither block nor throw. */
public interface MonitorListener {
    /** @param what {@code created, replaced, paused, resumed, deleted} */
    default void changed(String what, Subject monitor, @Nullable String caller) {}

    /** A vantage point, or all together, see the target in another way. */
    default void stateChanged(Subject monitor, Change change) {}

    /** A vantage point's check has ended. */
    default void checked(Subject monitor, MonitorState verdict) {}

    /** Which one. */
    record Subject(String id, String name) {}

    /**
     * From one state to another.
     *
     * @param agentId null: all vantage points together
     * @param sourceAddress null: any
     * @param reason empty if there is none
     */
    record Change(
            @Nullable String agentId,
            @Nullable String sourceAddress,
            MonitorState from,
            MonitorState to,
            String reason) {}
}
