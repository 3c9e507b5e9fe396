package io.dispatcher.scenarios.engine;

import java.time.Instant;

/** Time, and what is done later. */
public interface Clockwork {
    Instant now();

    /** Never in the calling thread's own call: nothing deepens. */
    void after(long milliseconds, Runnable task);
}
