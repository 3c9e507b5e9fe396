package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.load.LoadSession;
import io.dispatcher.benchmarks.load.Scenario;
import io.dispatcher.benchmarks.process.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sees to it that the second coordinator is there, and warm, or is not. */
record RunningCluster(
        ClusterPeer.Kind kind, ClusterNodes nodes, ClusterNodes.Base base, Target target, Duration changeWarmUp)
        implements RunningPeer {
    private static final int WARM_UP_CONNECTIONS = 32;
    private static final Duration KNOWN = Duration.ofSeconds(20);

    @Override
    public void prepare() throws IOException {
        boolean two = nodes.runningSecond().isPresent();
        if (kind == ClusterPeer.Kind.ONE && two) {
            nodes.stopSecond();
            warmUp(asked(base.first()));
        } else if (kind != ClusterPeer.Kind.ONE && !two) {
            RunningDispatcher second = asked(nodes.second(base));
            awaitServing(second);
            warmUp(second);
        }
    }

    /** After every change, so that nobody is measured who has just rested. */
    private void warmUp(RunningDispatcher last) throws IOException {
        try (LoadSession session = last.open(new Scenario(WARM_UP_CONNECTIONS, Body.SMALL))) {
            session.run(changeWarmUp);
        }
    }

    /** It hears of the agent from the other one, within a second or two. */
    private static void awaitServing(RunningDispatcher second) throws IOException {
        long deadline = System.nanoTime() + KNOWN.toNanos();
        while (true) {
            try {
                second.verify(Body.SMALL);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            ChildProcess.pause();
        }
    }

    private RunningDispatcher asked(ClusterNodes.Node node) {
        return new RunningDispatcher(node.address(), target, processes());
    }

    private RunningDispatcher asked() throws IOException {
        return asked(kind == ClusterPeer.Kind.ACROSS ? nodes.second(base) : base.first());
    }

    @Override
    public List<ChildProcess> processes() {
        List<ChildProcess> processes = new ArrayList<>(List.of(base.first().process()));
        if (kind != ClusterPeer.Kind.ONE) {
            nodes.runningSecond().ifPresent(second -> processes.add(second.process()));
        }
        processes.addAll(List.of(base.agent(), base.broker()));
        return List.copyOf(processes);
    }

    @Override
    public boolean supports(Scenario scenario) {
        return true;
    }

    @Override
    public void verify(Body body) throws IOException {
        asked().verify(body);
    }

    @Override
    public LoadSession open(Scenario scenario) throws IOException {
        return asked().open(scenario);
    }
}
