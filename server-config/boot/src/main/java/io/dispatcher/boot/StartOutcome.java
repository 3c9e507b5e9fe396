package io.dispatcher.boot;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How far the start is: failed as soon as somebody knows. Thread-safe. */
final class StartOutcome {

    private static final String APPLICATION_LINE = "dispatcher.start-failure";

    private final Path logFile;
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private volatile boolean started;

    /** The log file is what a failure without a better line points at. */
    StartOutcome(Path logFile) {
        this.logFile = logFile;
    }

    /** The server has deployed what it could and opened its listeners. */
    void started() {
        started = true;
    }

    boolean isStarted() {
        return started;
    }

    /** Nothing more is to be expected; the first call counts. */
    void failed(String line) {
        failure.compareAndSet(null, line);
    }

    /**
     * Returns while there is hope.
     *
     * @throws StartException with the application's own line if it gave one: it is the cause of what others report
     */
    void throwIfFailed() throws StartException {
        String own = System.getProperty(APPLICATION_LINE);
        if (own != null) {
            throw StartException.runtime(own);
        }
        String line = failure.get();
        if (line != null) {
            throw StartException.runtime(line + ": the reason is in " + logFile);
        }
    }
}
