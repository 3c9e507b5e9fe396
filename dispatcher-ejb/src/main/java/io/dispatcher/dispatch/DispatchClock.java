package io.dispatcher.dispatch;

import java.time.Duration;
import java.time.Instant;

/** Time as the dispatcher sees it; a simulation turns it by hand. Thread-safe. */
public interface DispatchClock {
    long nanoTime();

    Instant instant();

    default long millis() {
        return instant().toEpochMilli();
    }

    /** Runs the task once, later, on a thread that may block for a while. */
    void after(Duration delay, Runnable task);
}
