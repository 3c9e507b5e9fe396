package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.load.LoadSession;
import io.dispatcher.benchmarks.load.Scenario;
import io.dispatcher.benchmarks.process.ChildProcess;
import java.io.IOException;
import java.util.List;

/** A peer that serves. The workspace it was started in ends its processes. */
public interface RunningPeer {
    /** The processes that are the peer; the target and the load generator are not among them. */
    List<ChildProcess> processes();

    /** Whether requests end at the target, so that its CPU is part of the picture. */
    default boolean usesTarget() {
        return true;
    }

    /** Whether the scenario means anything here. */
    boolean supports(Scenario scenario);

    /**
     * Called before the peer is loaded: makes its processes those it is to be measured with.
     *
     * @throws IOException if they do not serve
     */
    default void prepare() throws IOException {}

    /**
     * Asks once for a body and compares every byte of it.
     *
     * @throws IOException if the answer is not the right one; the message says how
     */
    void verify(Body body) throws IOException;

    /** Opens what a scenario needs. */
    LoadSession open(Scenario scenario) throws IOException;

    /**
     * Waits, a bounded time, until what the last load left behind is done.
     *
     * @throws IOException if it is not
     */
    default void recover() throws IOException {}
}
