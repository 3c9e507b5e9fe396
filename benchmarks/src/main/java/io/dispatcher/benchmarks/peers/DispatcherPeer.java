package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.process.Workspace;
import java.io.IOException;

/** Dispatcher over HTTP, by a caller who waits: the full chain. */
public final class DispatcherPeer implements Peer {
    private final String id;
    private final DispatcherNode node;

    public DispatcherPeer(String id, DispatcherNode node) {
        this.id = id;
        this.node = node;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return "Dispatcher, the full chain: POST /api/execute → pipeline → Artemis → WebSocket → agent → target,"
                + " with history and metrics on";
    }

    @Override
    public RunningPeer start(Workspace workspace, Target target) throws IOException {
        DispatcherNode.Running running = node.start(workspace);
        return new RunningDispatcher(running.address(), target, running.processes());
    }
}
