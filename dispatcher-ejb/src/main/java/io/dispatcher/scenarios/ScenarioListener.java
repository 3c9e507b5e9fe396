package io.dispatcher.scenarios;

import org.jspecify.annotations.Nullable;

/** Hears of scenarios and their runs; implementations are CDI beans. Called on the node where it happens: must neither block nor throw. */
public interface ScenarioListener {
    /** @param what {@code created, replaced, deleted} */
    default void changed(String what, String id, String name, @Nullable String caller) {}

    default void runStarted(Run run, @Nullable String caller) {}

    default void stepEnded(Run run, String step, String status) {}

    /** @param seconds it took */
    default void runEnded(Run run, String status, double seconds) {}

    /** @param scenarioId null: of a scenario that is not stored */
    record Run(String id, @Nullable String scenarioId, String name, long seed) {}
}
