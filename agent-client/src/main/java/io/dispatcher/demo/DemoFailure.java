package io.dispatcher.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The demo cannot go on; the message is one sentence, the log is where more can be found. */
final class DemoFailure extends Exception {
    private final @Nullable Path log;

    DemoFailure(String message, @Nullable Path log) {
        super(message);
        this.log = log;
    }

    String line() {
        return getMessage() + (log == null ? "" : " (see " + log + ")");
    }
}
