package io.dispatcher.benchmarks.load;

import java.io.IOException;
import java.time.Duration;

/** Open connections to one peer, ready to be loaded again and again. Not thread-safe. */
public interface LoadSession extends AutoCloseable {
    /**
     * Loads for the window, then waits a bounded time for what is under way.
     *
     * @throws IOException if there is nobody to load
     */
    LoadResult run(Duration window) throws IOException;

    @Override
    void close();
}
