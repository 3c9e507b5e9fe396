package io.dispatcher.demo;

import io.dispatcher.terminal.ProgressLine;
import java.time.Duration;

/** Waits for a part under a progress line that is gone if it fails. */
final class Waiting {
    private Waiting() {}

    static String forLine(Child child, String prefix, Duration bound, ProgressLine progress)
            throws DemoFailure, InterruptedException {
        try {
            return child.awaitLine(prefix, bound, progress);
        } catch (DemoFailure | InterruptedException e) {
            progress.gone();
            throw e;
        }
    }
}
