package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.process.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dispatcher's mocks, as a user has them: on the coordinator's own port. */
public final class MockPeer implements Peer {
    public static final String ID = "mocks";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String STUB =
            "{'method': '%s', 'path_pattern': '%s', 'body': '%s', 'content_type': 'text/plain'}";

    private final Path launcher;
    private final List<String> coordinatorOptions;
    private @Nullable RunningPeer running;

    /** Options are added to those the benchmark needs. */
    public MockPeer(Path launcher, List<String> coordinatorOptions) {
        this.launcher = launcher;
        this.coordinatorOptions = new ArrayList<>(coordinatorOptions);
        this.coordinatorOptions.addAll(List.of("--max-mock-body-bytes", "1100000"));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String description() {
        return "Dispatcher's mocks on the coordinator's own port, with the broker, the database, history and metrics on";
    }

    @Override
    public RunningPeer start(Workspace workspace, Target target) throws IOException {
        return start(workspace);
    }

    /** It needs no target; once started it is the same again. */
    public RunningPeer start(Workspace workspace) throws IOException {
        RunningPeer started = running;
        if (started == null) {
            started = startNow(workspace);
            running = started;
        }
        return started;
    }

    private RunningPeer startNow(Workspace workspace) throws IOException {
        DispatcherNode.Running node =
                DispatcherNode.alone(launcher, coordinatorOptions).start(workspace);
        WireMockPeer.Stubs.put(node.processes().get(0), HttpPeer.uri(node.address(), "/api/mocks"), STUB, LIMIT);
        HttpPeer peer = new HttpPeer(node.address(), node.processes());
        peer.awaitServing(LIMIT);
        return new WithoutTarget(peer);
    }
}
