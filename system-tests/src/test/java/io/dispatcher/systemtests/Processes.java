package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Processes of the product, started by {@code ./dispatcher} with what they write kept in one directory. Ports are free
 * ones. Closing ends all that still run, by their ids. For one thread.
 *
 * <pre>
 * try (Processes processes = new Processes(directory)) {
 *     RunningProcess target = processes.target();
 *     RunningProcess coordinator = processes.coordinator();
 *     processes.agent(coordinator, "one");
 *     Http.post(coordinator.url() + "/api/execute", "{\"url\": \"" + target.url() + "/whoami\"}");
 * }
 * </pre>
 */
public final class Processes implements AutoCloseable {

    private static final Duration COORDINATOR_LIMIT = Duration.ofSeconds(150);
    private static final Duration CLIENT_LIMIT = Duration.ofSeconds(30);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(90);
    private static final int LOWEST_PORT = 15_000;
    private static final int LOWEST_OUTGOING_PORT = 32_768;
    private static final int PORT_TRIES = 100;

    /**
     * Most coordinators here live for some seconds, in which the second compiler takes half of the processors and gives nothing back; a larger young
     * generation saves a tenth of a start.
     */
    private static final Map<String, String> QUICK = Map.of(
            "DISPATCHER_JAVA_OPTS",
            BuildTree.coordinatorFlags() + " -XX:TieredStopAtLevel=1 -Xms256m -XX:NewSize=128m");

    static {
        prepare();
    }

    private final Path directory;
    private final List<String> prefix;
    private final Path launcher;
    private final Map<String, String> environment;
    private final List<RunningProcess> started = Collections.synchronizedList(new ArrayList<>());

    /** Puts outputs, data and state directories below this one. */
    public Processes(Path directory) {
        this(directory, List.of());
    }

    /** The same with the JVM's options of a user, for what depends on them. */
    static Processes asDelivered(Path directory) {
        return new Processes(directory, BuildTree.launcher(), Map.of());
    }

    /** The same from another installation than the build tree, with these environment variables. */
    Processes(Path directory, Path launcher, Map<String, String> environment) {
        this(directory, List.of(), launcher, environment);
    }

    /** The same, each command behind a prefix that replaces itself by it, as {@code ip netns exec NAME} does. */
    Processes(Path directory, List<String> prefix) {
        this(directory, prefix, BuildTree.launcher(), QUICK);
    }

    private Processes(Path directory, List<String> prefix, Path launcher, Map<String, String> environment) {
        this.directory = directory.toAbsolutePath();
        this.prefix = List.copyOf(prefix);
        this.launcher = launcher;
        this.environment = Map.copyOf(environment);
    }

    /**
     * A coordinator that is ready, on a free port of 127.0.0.1 with a data directory of its own.
     *
     * @param options added; {@code --port}, {@code --broker-port} and {@code --data-dir} given here replace the test's own
     */
    public RunningProcess coordinator(String... options) {
        return awaitReady(startCoordinator(options));
    }

    /** A coordinator that was started. */
    RunningProcess awaitReady(RunningProcess coordinator) {
        coordinator.awaitLine("dispatcher ready http://", COORDINATOR_LIMIT);
        return coordinator;
    }

    /** The same, not waited for. */
    public RunningProcess startCoordinator(String... options) {
        List<String> command = new ArrayList<>(List.of("coordinator"));
        addUnlessGiven(command, options, "--port", "0");
        addUnlessGiven(command, options, "--broker-port", "0");
        addUnlessGiven(command, options, "--data-dir", path("coordinator-data-" + started.size()));
        command.addAll(List.of(options));
        return start(Map.of(), command.toArray(String[]::new));
    }

    /** An agent that is ready: it offers 127.0.0.1 and may reach loopback unless options say otherwise. */
    public RunningProcess agent(RunningProcess coordinator, String id, String... options) {
        List<String> command = new ArrayList<>(List.of("agent", "--agent-id", id));
        addUnlessGiven(command, options, "--coordinator-url", coordinator.url());
        addUnlessGiven(command, options, "--address", "127.0.0.1");
        addUnlessGiven(command, options, "--allow", "127.0.0.0/8");
        addUnlessGiven(command, options, "--state-dir", path("agent-state-" + id));
        command.addAll(List.of(options));
        RunningProcess agent = start(Map.of(), command.toArray(String[]::new));
        agent.awaitLine("agent ready " + id, CLIENT_LIMIT);
        return agent;
    }

    /** A client's port to an upstream, ready, on a free port of 127.0.0.1. */
    RunningProcess tunnel(RunningProcess coordinator, String upstream, String... options) {
        List<String> command = new ArrayList<>(
                List.of("tunnel", "--coordinator-url", coordinator.url(), "--listen", "0", "--upstream", upstream));
        command.addAll(List.of(options));
        RunningProcess tunnel = start(Map.of(), command.toArray(String[]::new));
        tunnel.awaitLine("tunnel ready http://", CLIENT_LIMIT);
        return tunnel;
    }

    /** The built-in target, ready, on a free port of 127.0.0.1 unless options say otherwise. */
    public RunningProcess target(String... options) {
        List<String> command = new ArrayList<>(List.of("target"));
        addUnlessGiven(command, options, "--listen", "127.0.0.1:0");
        command.addAll(List.of(options));
        RunningProcess target = start(Map.of(), command.toArray(String[]::new));
        target.awaitLine("target ready http://", CLIENT_LIMIT);
        return target;
    }

    /** Once, as a user's first start does it: all that are started here are quicker for it, and their output is theirs alone. */
    private static void prepare() {
        Path lock = BuildTree.root().resolve("system-tests/target/prepare.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock(); // what one fork prepares, the other finds
                Processes processes = new Processes(Files.createTempDirectory("prepare"))) {
            assertThat(held.isValid()).isTrue();
            processes.start(Map.of(), "prepare").awaitEnd(COORDINATOR_LIMIT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end. */
    public FinishedProcess run(String... command) {
        return run(Map.of(), command);
    }

    /** Runs a command to its end, with these environment variables. */
    public FinishedProcess run(Map<String, String> environment, String... command) {
        return start(environment, command).awaitEnd(COMMAND_LIMIT);
    }

    /** Starts any command, not waited for. */
    public RunningProcess start(Map<String, String> environment, String... command) {
        try {
            Files.createDirectories(directory);
            String name = started.size() + "-" + command[0];
            Path out = directory.resolve(name + ".out");
            Path err = directory.resolve(name + ".err");
            List<String> line = new ArrayList<>(prefix);
            line.add(launcher.toString());
            line.addAll(List.of(command));
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            // Settings of whoever runs the tests must not leak in.
            builder.environment().keySet().removeIf(key -> key.startsWith("DISPATCHER_"));
            // What is tested was built before; a build inside the build would wait for itself.
            builder.environment().put("DISPATCHER_BUILD", "never");
            builder.environment().putAll(this.environment);
            builder.environment().putAll(environment);
            RunningProcess process = new RunningProcess(String.join(" ", command), builder.start(), out, err);
            started.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A port of 127.0.0.1 that nobody listens on, below those that the system gives to outgoing connections (from 32768 on
     * Linux): one of them could take it while the process of a test that uses it twice is down.
     */
    static int freePort() {
        for (int tries = 0; tries < PORT_TRIES; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, LOWEST_OUTGOING_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken: another one.
            }
        }
        throw new AssertionError("no free port in " + PORT_TRIES + " tries");
    }

    /** A path of this name below the directory of this test. */
    public String path(String name) {
        return directory.resolve(name).toString();
    }

    /** Kills what still runs, the last started first, and waits for its end. */
    @Override
    public void close() {
        List<RunningProcess> reversed = new ArrayList<>(started);
        Collections.reverse(reversed);
        reversed.forEach(RunningProcess::kill);
    }

    private static void addUnlessGiven(List<String> command, String[] options, String name, String value) {
        if (Arrays.stream(options).noneMatch(option -> option.equals(name) || option.startsWith(name + "="))) {
            command.addAll(List.of(name, value));
        }
    }
}
