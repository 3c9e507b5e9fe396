package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.process.Workspace;
import java.util.List;

/** No hop at all: the load generator calls the target. The floor of every latency. */
public final class DirectPeer implements Peer {
    @Override
    public String id() {
        return "direct";
    }

    @Override
    public String description() {
        return "the load generator calls the target, nothing between them";
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public RunningPeer start(Workspace workspace, Target target) {
        return new HttpPeer(target.address(), List.of());
    }
}
