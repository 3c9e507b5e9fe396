package io.dispatcher.targets;

import org.jspecify.annotations.Nullable;

/** Hears of targets; implementations are CDI beans. Called on the node where it happens: must neither block nor throw. */
public interface TargetListener {
    /** @param what {@code created, replaced, deleted} */
    void changed(String what, String id, String name, @Nullable String caller);
}
