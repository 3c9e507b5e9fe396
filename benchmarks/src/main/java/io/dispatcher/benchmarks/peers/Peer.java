package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.process.Workspace;
import java.io.IOException;

/** Something that can be started and measured. */
public interface Peer {
    /** Name on the command line and in the tables. */
    String id();

    /** What it is, in one sentence for the report. */
    String description();

    /** Whether it gets faster while it warms up, as everything on a JVM does. */
    default boolean warmsUp() {
        return true;
    }

    /**
     * Starts the processes and waits, a bounded time, until they serve.
     *
     * @throws IOException with one line that says what could not be started; the workspace ends what was
     */
    RunningPeer start(Workspace workspace, Target target) throws IOException;
}
