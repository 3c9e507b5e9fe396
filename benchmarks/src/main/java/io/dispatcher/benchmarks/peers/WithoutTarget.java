package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.load.LoadSession;
import io.dispatcher.benchmarks.load.Scenario;
import io.dispatcher.benchmarks.process.ChildProcess;
import java.io.IOException;
import java.util.List;

/** A peer that answers by itself, without calling the target. */
record WithoutTarget(RunningPeer peer) implements RunningPeer {
    @Override
    public boolean usesTarget() {
        return false;
    }

    @Override
    public List<ChildProcess> processes() {
        return peer.processes();
    }

    @Override
    public boolean supports(Scenario scenario) {
        return peer.supports(scenario);
    }

    @Override
    public void verify(Body body) throws IOException {
        peer.verify(body);
    }

    @Override
    public LoadSession open(Scenario scenario) throws IOException {
        return peer.open(scenario);
    }
}
