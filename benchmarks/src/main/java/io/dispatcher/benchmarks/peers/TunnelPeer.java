package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.process.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Dispatcher's tunnel, by the coordinator's own door. */
public final class TunnelPeer implements Peer {
    public static final String ID = "tunnel";
    private static final String UPSTREAM = "bench";
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Path launcher;
    private final List<String> coordinatorOptions;
    private final List<String> agentOptions;

    /** Options are added to those the benchmark needs. */
    public TunnelPeer(Path launcher, List<String> coordinatorOptions, List<String> agentOptions) {
        this.launcher = launcher;
        this.coordinatorOptions = List.copyOf(coordinatorOptions);
        this.agentOptions = List.copyOf(agentOptions);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String description() {
        return "Dispatcher's tunnel: client → coordinator's /t/ → Artemis → WebSocket → agent → target, bodies over 64 KiB over"
                + " connections of their own, with history and metrics on";
    }

    @Override
    public RunningPeer start(Workspace workspace, Target target) throws IOException {
        List<String> agent = new ArrayList<>(agentOptions);
        agent.addAll(List.of(
                "--upstream", UPSTREAM + "=http://127.0.0.1:" + target.address().getPort()));
        DispatcherNode.Running node =
                DispatcherNode.withAgent(launcher, coordinatorOptions, agent).start(workspace);
        HttpPeer peer = new HttpPeer(node.address(), "/t/" + UPSTREAM, node.processes());
        peer.awaitServing(START_LIMIT);
        return peer;
    }
}
