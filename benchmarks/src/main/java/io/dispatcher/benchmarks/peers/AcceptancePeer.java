package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.process.Workspace;
import java.io.IOException;

/** Dispatcher that accepts requests for later, with no agent that could execute them. */
public final class AcceptancePeer implements Peer {
    private final String id;
    private final DispatcherNode node;
    private final boolean keyed;

    /**
     * @param node without an agent
     * @param keyed whether each request has an idempotency key of its own
     */
    public AcceptancePeer(String id, DispatcherNode node, boolean keyed) {
        this.id = id;
        this.node = node;
        this.keyed = keyed;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return "POST /api/execute with Prefer: respond-async" + (keyed ? " and an Idempotency-Key of its own" : "")
                + ": 202 once the order is on disk; no agent is connected, nothing but a 202 counts";
    }

    @Override
    public RunningPeer start(Workspace workspace, Target target) throws IOException {
        DispatcherNode.Running running = node.start(workspace);
        return new RunningAcceptance(running.address(), target, running.processes(), keyed);
    }
}
