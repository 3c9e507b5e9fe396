package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.process.ChildProcess;
import io.dispatcher.benchmarks.process.Workspace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dispatcher as a user starts it: coordinator with embedded broker and database, history and metrics on, and one agent. */
public final class DispatcherPeer implements Peer {
    /** The launcher may have to build first. */
    private static final Duration COORDINATOR_LIMIT = Duration.ofMinutes(5);

    private static final Duration AGENT_LIMIT = Duration.ofMinutes(1);
    private static final Pattern COORDINATOR_READY = Pattern.compile("^dispatcher ready (http://\\S+)");
    private static final Pattern AGENT_READY = Pattern.compile("^agent ready (\\S+)");

    private final Path launcher;
    private final List<String> coordinatorOptions;
    private final List<String> agentOptions;

    /** Options are added to those the benchmark needs. */
    public DispatcherPeer(Path launcher, List<String> coordinatorOptions, List<String> agentOptions) {
        this.launcher = launcher.toAbsolutePath();
        this.coordinatorOptions = List.copyOf(coordinatorOptions);
        this.agentOptions = List.copyOf(agentOptions);
    }

    @Override
    public String id() {
        return "dispatcher";
    }

    @Override
    public String description() {
        return "Dispatcher, the full chain: POST /api/execute → pipeline → Artemis → WebSocket → agent → target,"
                + " with history and metrics on";
    }

    @Override
    public RunningPeer start(Workspace workspace, Target target) throws IOException {
        buildIfStale(workspace);
        ChildProcess coordinator = workspace.start("coordinator", coordinatorCommand(workspace), workspace.root());
        Matcher ready = coordinator.awaitLine(COORDINATOR_READY, COORDINATOR_LIMIT);
        URI uri = URI.create(ready.group(1));
        ChildProcess agent = workspace.start("agent", agentCommand(workspace, uri), workspace.root());
        agent.awaitLine(AGENT_READY, AGENT_LIMIT);
        InetSocketAddress address = new InetSocketAddress(uri.getHost(), uri.getPort());
        return new RunningDispatcher(address, target, List.of(coordinator, agent));
    }

    /** Whatever the launcher has to build must not count as start-up time. What goes wrong here the real start will say. */
    private void buildIfStale(Workspace workspace) throws IOException {
        List<String> coordinator = new ArrayList<>(coordinatorCommand(workspace));
        coordinator.add("--dry-run");
        for (List<String> command : List.of(coordinator, List.of(launcher.toString(), "agent", "--help"))) {
            try (ChildProcess dryRun = workspace.start("dry run", command, workspace.root())) {
                dryRun.awaitEnd(COORDINATOR_LIMIT);
            }
        }
    }

    private List<String> coordinatorCommand(Workspace workspace) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString(), "coordinator"));
        command.addAll(List.of("--host", "127.0.0.1", "--port", "0"));
        command.addAll(List.of("--broker-port", Integer.toString(Workspace.freePort())));
        command.addAll(
                List.of("--data-dir", workspace.directory("coordinator-data").toString()));
        command.addAll(List.of("--allow", "127.0.0.0/8"));
        command.addAll(coordinatorOptions);
        return command;
    }

    private List<String> agentCommand(Workspace workspace, URI coordinator) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString(), "agent"));
        command.addAll(List.of("--coordinator-url", coordinator.toString(), "--agent-id", "benchmark"));
        command.addAll(List.of("--address", "127.0.0.1", "--allow", "127.0.0.0/8"));
        command.addAll(List.of("--state-dir", workspace.directory("agent-state").toString()));
        command.addAll(agentOptions);
        return command;
    }
}
