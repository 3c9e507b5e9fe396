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
import org.jspecify.annotations.Nullable;

/**
 * Dispatcher as a user starts it: coordinator with embedded broker and database, history and metrics on, and one agent if one is wanted. Started when it
 * is first asked for; one for all peers that share it. Not thread-safe.
 */
public final class DispatcherNode {
    /** The launcher may have to build first. */
    static final Duration COORDINATOR_LIMIT = Duration.ofMinutes(5);

    private static final Duration AGENT_LIMIT = Duration.ofMinutes(1);
    private static final Pattern COORDINATOR_READY = Pattern.compile("^dispatcher ready (http://\\S+)");
    private static final Pattern AGENT_READY = Pattern.compile("^agent ready (\\S+)");

    private final Path launcher;
    private final List<String> coordinatorOptions;
    private final @Nullable List<String> agentOptions;
    private @Nullable Running running;

    private DispatcherNode(Path launcher, List<String> coordinatorOptions, @Nullable List<String> agentOptions) {
        this.launcher = launcher.toAbsolutePath();
        this.coordinatorOptions = List.copyOf(coordinatorOptions);
        this.agentOptions = agentOptions;
    }

    /** Options are added to those the benchmark needs. */
    public static DispatcherNode withAgent(Path launcher, List<String> coordinatorOptions, List<String> agentOptions) {
        return new DispatcherNode(launcher, coordinatorOptions, List.copyOf(agentOptions));
    }

    /** Without any agent, so that nothing is executed. */
    public static DispatcherNode alone(Path launcher, List<String> coordinatorOptions) {
        return new DispatcherNode(launcher, coordinatorOptions, null);
    }

    /** @param processes coordinator, then agent */
    public record Running(InetSocketAddress address, int brokerPort, List<ChildProcess> processes) {}

    public Running start(Workspace workspace) throws IOException {
        Running started = running;
        if (started == null) {
            started = startNow(workspace);
            running = started;
        }
        return started;
    }

    private Running startNow(Workspace workspace) throws IOException {
        int brokerPort = Workspace.freePort();
        List<String> command = coordinatorCommand(workspace, brokerPort);
        buildIfStale(workspace, command);
        ChildProcess coordinator = workspace.start("coordinator", command, workspace.root());
        Matcher ready = coordinator.awaitLine(COORDINATOR_READY, COORDINATOR_LIMIT);
        URI uri = URI.create(ready.group(1));
        InetSocketAddress address = new InetSocketAddress(uri.getHost(), uri.getPort());
        List<ChildProcess> processes = new ArrayList<>(List.of(coordinator));
        if (agentOptions != null) {
            processes.add(startAgent(workspace, address, "benchmark", agentOptions));
        }
        return new Running(address, brokerPort, List.copyOf(processes));
    }

    /** One more, connected when this returns. */
    public ChildProcess startAgent(Workspace workspace, InetSocketAddress coordinator, String id, List<String> options)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString(), "agent"));
        command.addAll(List.of("--coordinator-url", "http://127.0.0.1:" + coordinator.getPort(), "--agent-id", id));
        command.addAll(List.of("--address", "127.0.0.1", "--allow", "127.0.0.0/8"));
        command.addAll(List.of("--state-dir", workspace.directory(id + "-state").toString()));
        command.addAll(options);
        ChildProcess agent = workspace.start(id, command, workspace.root());
        agent.awaitLine(AGENT_READY, AGENT_LIMIT);
        return agent;
    }

    /** Whatever the launcher has to build must not count as start-up time. What goes wrong here the real start will say. */
    private void buildIfStale(Workspace workspace, List<String> coordinatorCommand) throws IOException {
        List<String> coordinator = new ArrayList<>(coordinatorCommand);
        coordinator.add("--dry-run");
        for (List<String> command : List.of(coordinator, List.of(launcher.toString(), "agent", "--help"))) {
            try (ChildProcess dryRun = workspace.start("dry run", command, workspace.root())) {
                dryRun.awaitEnd(COORDINATOR_LIMIT);
            }
        }
    }

    private List<String> coordinatorCommand(Workspace workspace, int brokerPort) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString(), "coordinator"));
        command.addAll(List.of("--host", "127.0.0.1", "--port", "0"));
        command.addAll(List.of("--broker-port", Integer.toString(brokerPort)));
        command.addAll(
                List.of("--data-dir", workspace.directory("coordinator-data").toString()));
        command.addAll(List.of("--allow", "127.0.0.0/8"));
        command.addAll(coordinatorOptions);
        return command;
    }
}
