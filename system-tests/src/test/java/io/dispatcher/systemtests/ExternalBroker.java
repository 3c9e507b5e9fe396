package io.dispatcher.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** Artemis as a process of its own with {@code server-config/broker.xml}, on a port and in a directory that it keeps. For one thread. */
final class ExternalBroker implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String USER = "coordinator-1";
    private static final String PASSWORD = "only for this test";

    private final Path directory;
    private final int port = Processes.freePort();
    private RunningProcess process;
    private int starts;

    /** Running, with its settings changed. */
    ExternalBroker(Path directory, UnaryOperator<String> change) {
        this.directory = directory.toAbsolutePath();
        try {
            Files.createDirectories(directory);
            String settings = Files.readString(Path.of("../server-config/broker.xml"));
            Files.writeString(directory.resolve("broker.xml"), change.apply(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** What a coordinator needs to use it. */
    String[] options() {
        return options(PASSWORD);
    }

    String[] options(String password) {
        try {
            Path file = Files.writeString(directory.resolve("password"), password + "\n");
            return new String[] {"--broker-url", url(), "--broker-user", USER, "--broker-password-file", file.toString()
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** A connection as a node's. */
    JmsClient client() {
        return new JmsClient(JmsClient.Kind.ARTEMIS, port, USER, PASSWORD);
    }

    /** Starts it, again with what it had stored. */
    void start() {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Ddata.dir=" + directory.resolve("data"),
                "-Dbroker.bind=127.0.0.1:" + port,
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName(),
                directory.resolve("broker.xml").toUri().toString(),
                USER,
                PASSWORD);
        Path out = directory.resolve(starts + ".out");
        Path err = directory.resolve(starts + ".err");
        starts++;
        try {
            Process started = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process = new RunningProcess("broker", started, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process.awaitLine("broker ready", START_LIMIT);
    }

    /** {@code kill -9}. */
    void kill() {
        process.kill();
    }

    /** Hangs until {@link #resume}. */
    void pause() {
        process.signal("STOP");
    }

    void resume() {
        process.signal("CONT");
    }

    @Override
    public void close() {
        kill();
    }
}
