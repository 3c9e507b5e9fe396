package io.dispatcher.benchmarks.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * The temporary directory of one run and every process started in it. Closing ends the processes, newest first, and removes
 * the directory; it may be called from a shutdown hook while a run is under way, and twice. Safe for use by several threads.
 */
public final class Workspace implements AutoCloseable {
    private final Path directory;
    private final Deque<ChildProcess> processes = new ArrayDeque<>();
    private boolean closed;

    private Workspace(Path directory) {
        this.directory = directory;
    }

    /** Makes the directory under the system's temporary one. */
    public static Workspace create() throws IOException {
        return new Workspace(Files.createTempDirectory("dispatcher-benchmark-"));
    }

    /** A directory of the workspace, made if it is not there. */
    public Path directory(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    public Path root() {
        return directory;
    }

    /** Starts a command with its output in {@code NAME.out}; without the environment variables that would alter a JVM or Dispatcher. */
    public synchronized ChildProcess start(String name, List<String> command, Path workingDirectory)
            throws IOException {
        if (closed) {
            throw new IOException("the run is being ended");
        }
        Path output = directory.resolve(name.replace(' ', '-') + ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .keySet()
                .removeIf(key -> key.startsWith("DISPATCHER_")
                        || key.equals("JAVA_TOOL_OPTIONS")
                        || key.equals("_JAVA_OPTIONS"));
        ChildProcess child = new ChildProcess(name, command, builder.start(), output);
        processes.push(child);
        return child;
    }

    /** Starts a main class of this module in a JVM of its own, with this JVM's class path. */
    public ChildProcess startJava(String name, List<String> jvmOptions, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(absoluteClassPath());
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return start(name, command, directory);
    }

    private static String absoluteClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> new File(entry).getAbsolutePath())
                .reduce((first, second) -> first + File.pathSeparator + second)
                .orElse("");
    }

    /** A loopback port that was free a moment ago, for programs that cannot be told "any". */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!processes.isEmpty()) {
            processes.pop().close();
        }
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("could not remove " + directory + ": " + e.getMessage());
        }
    }
}
