package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.cluster.BrokerMain;
import io.dispatcher.benchmarks.cluster.DatabaseMain;
import io.dispatcher.benchmarks.process.ChildProcess;
import io.dispatcher.benchmarks.process.Workspace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Coordinators with one broker and one database, each a process of its own: A, whom the one agent knows, and sometimes B. Started when first asked for; one
 * for all peers that share it. Not thread-safe.
 */
public final class ClusterNodes {
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final String USER = "coordinator";
    private static final String PASSWORD = "only for this run";
    /** As `artemis create` sets it, but for the collector: the broker shares the cores with what it serves. */
    private static final List<String> BROKER_JVM = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");

    private static final List<String> DATABASE_JVM = List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final Pattern DATABASE_READY = Pattern.compile("^" + DatabaseMain.READY + "(\\d+)");
    private static final Pattern COORDINATOR_READY = Pattern.compile("^dispatcher ready (http://\\S+)");

    private final Path root;
    private final List<String> coordinatorOptions;
    private final List<String> agentOptions;
    private @Nullable Base base;
    private @Nullable Node second;

    /**
     * @param root of the repository
     * @param coordinatorOptions added to those the benchmark needs; the others the same
     */
    public ClusterNodes(Path root, List<String> coordinatorOptions, List<String> agentOptions) {
        this.root = root.toAbsolutePath();
        this.coordinatorOptions = List.copyOf(coordinatorOptions);
        this.agentOptions = List.copyOf(agentOptions);
    }

    /** A coordinator that serves. */
    record Node(InetSocketAddress address, ChildProcess process) {}

    /** What is there all the time. @param shared options of every coordinator */
    record Base(
            Workspace workspace,
            List<String> shared,
            Node first,
            ChildProcess agent,
            ChildProcess broker,
            ChildProcess database) {}

    Base start(Workspace workspace) throws IOException {
        Base started = base;
        if (started == null) {
            started = startNow(workspace);
            base = started;
        }
        return started;
    }

    private Base startNow(Workspace workspace) throws IOException {
        List<String> shared = new ArrayList<>(coordinatorOptions);
        ChildProcess broker = broker(workspace, shared);
        ChildProcess database = database(workspace, shared);
        Node first = coordinator(workspace, shared, "A");
        ChildProcess agent = workspace.start("agent", agentCommand(workspace, first.address), workspace.root());
        agent.awaitLine(Pattern.compile("^agent ready "), START_LIMIT);
        return new Base(workspace, shared, first, agent, broker, database);
    }

    /** B, started if it does not run. */
    Node second(Base started) throws IOException {
        Node node = second;
        if (node == null) {
            node = coordinator(started.workspace, started.shared, "B");
            second = node;
        }
        return node;
    }

    Optional<Node> runningSecond() {
        return Optional.ofNullable(second);
    }

    /** It leaves in order. */
    void stopSecond() {
        if (second != null) {
            second.process.close();
            second = null;
        }
    }

    private ChildProcess broker(Workspace workspace, List<String> options) throws IOException {
        int port = Workspace.freePort();
        List<String> jvm = new ArrayList<>(BROKER_JVM);
        jvm.add("-Ddata.dir=" + workspace.directory("broker"));
        jvm.add("-Dbroker.bind=127.0.0.1:" + port);
        String settings = root.resolve("server-config/broker.xml").toUri().toString();
        ChildProcess broker = workspace.startJava("broker", jvm, BrokerMain.class, settings, USER, PASSWORD);
        broker.awaitLine(Pattern.compile("^" + BrokerMain.READY), START_LIMIT);
        Path password = Files.writeString(workspace.directory("secrets").resolve("broker"), PASSWORD + "\n");
        options.addAll(List.of("--broker-url", "tcp://127.0.0.1:" + port, "--broker-user", USER));
        options.addAll(List.of("--broker-password-file", password.toString()));
        return broker;
    }

    private ChildProcess database(Workspace workspace, List<String> options) throws IOException {
        String directory = workspace.root().resolve("database").toString();
        ChildProcess database = workspace.startJava("database", DATABASE_JVM, DatabaseMain.class, directory);
        String port = database.awaitLine(DATABASE_READY, START_LIMIT).group(1);
        // PostgreSQL asks for none.
        Path password = Files.writeString(workspace.directory("secrets").resolve("database"), "none\n");
        options.addAll(
                List.of("--db-url", "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "--db-user", "postgres"));
        options.addAll(List.of("--db-password-file", password.toString()));
        return database;
    }

    private Node coordinator(Workspace workspace, List<String> shared, String name) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(root.resolve("dispatcher").toString(), "coordinator"));
        command.addAll(List.of("--host", "127.0.0.1", "--port", "0", "--node-name", name));
        command.addAll(
                List.of("--data-dir", workspace.directory("coordinator-" + name).toString()));
        command.addAll(List.of("--allow", "127.0.0.0/8"));
        command.addAll(shared);
        ChildProcess process = workspace.start("coordinator " + name, command, workspace.root());
        Matcher ready = process.awaitLine(COORDINATOR_READY, DispatcherNode.COORDINATOR_LIMIT);
        URI uri = URI.create(ready.group(1));
        return new Node(new InetSocketAddress(uri.getHost(), uri.getPort()), process);
    }

    private List<String> agentCommand(Workspace workspace, InetSocketAddress coordinator) throws IOException {
        String url = HttpPeer.uri(coordinator, "").toString();
        List<String> command =
                new ArrayList<>(List.of(root.resolve("dispatcher").toString(), "agent"));
        command.addAll(List.of("--coordinator-url", url, "--agent-id", "benchmark"));
        command.addAll(List.of("--address", "127.0.0.1", "--allow", "127.0.0.0/8"));
        command.addAll(List.of("--state-dir", workspace.directory("agent-state").toString()));
        command.addAll(agentOptions);
        return command;
    }
}
