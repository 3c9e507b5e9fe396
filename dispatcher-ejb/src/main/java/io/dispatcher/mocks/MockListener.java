package io.dispatcher.mocks;

import org.jspecify.annotations.Nullable;

/** Hears of mocks; implementations are CDI beans. Called on the node where it happens: must neither block nor throw. */
public interface MockListener {
    /**
     * @param what {@code created, replaced, deleted, reset}
     * @param id null where it is about all
     */
    default void changed(String what, @Nullable String id, @Nullable String caller) {}

    /** A request was answered: on the hot path, many thousand times a second. */
    default void answered(MockAnswer answer) {}

    /** A request fitted none, though there were some. */
    default void missed() {}
}
