package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the coordinator starts, refuses to start, and ends. */
@Timeout(180)
class StartAndStopIT {

    private static final Duration REFUSAL_LIMIT = Duration.ofSeconds(45);

    @TempDir
    Path directory;

    private Processes processes;

    @BeforeEach
    void open() {
        processes = Processes.asDelivered(directory);
    }

    @AfterEach
    void close() {
        processes.close();
    }

    @Test
    void startsDrainsAndStartsAgainOnTheSameData() {
        String data = processes.path("data");
        RunningProcess first = processes.coordinator("--data-dir", data);
        assertThat(first.out().lines().filter(line -> line.startsWith("dispatcher ready ")))
                .hasSize(1);
        // A lock that nothing refers to would be gone with the first full collection.
        Footprint.jcmd(first.pid(), "GC.run");

        FinishedProcess second = refused("--data-dir", data);
        assertThat(second.code()).isEqualTo(3);
        assertThat(second.err()).contains(data).contains("in use").contains("--data-dir");

        FinishedProcess taken = refused("--port", Integer.toString(port(first.url())));
        assertThat(taken.code()).isEqualTo(3);
        assertThat(taken.err()).contains(Integer.toString(port(first.url()))).contains("--port");

        FinishedProcess token = processes.run("token", "create", "--role", "viewer", "--data-dir", data);
        assertThat(token.code()).isEqualTo(3);
        assertThat(token.err()).contains("a coordinator runs on");

        FinishedProcess ended = first.stop();
        assertThat(ended.code()).as(first.described("stopped")).isZero();

        RunningProcess again = processes.coordinator("--data-dir", data);
        assertThat(Http.get(again.url() + "/api/stats").status()).isEqualTo(200);
        again.kill();

        RunningProcess afterKill = processes.coordinator("--data-dir", data);
        assertThat(Http.get(afterKill.url() + "/health/ready").status()).isEqualTo(200);
    }

    @Test
    void publicAddressNeedsAToken() throws IOException {
        String data = processes.path("public");
        FinishedProcess open = refused("--host", "0.0.0.0", "--data-dir", data);
        assertThat(open.code()).isEqualTo(1);
        assertThat(open.err()).contains("dispatcher token create").contains(data);

        FinishedProcess token = processes.run("token", "create", "--role", "admin", "--data-dir", data);
        assertThat(token.code()).as(token.err()).isZero();
        String secret = token.out().strip();

        RunningProcess coordinator = processes.coordinator("--host", "0.0.0.0", "--data-dir", data);
        String stats = "http://127.0.0.1:" + port(coordinator.url()) + "/api/stats";
        assertThat(Http.get(stats).status()).isEqualTo(401);
        assertThat(Http.get(stats, "Authorization", "Bearer " + secret).status())
                .isEqualTo(200);
    }

    @Test
    void portsThatAreTakenAreNamed() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FinishedProcess broker = refused("--broker-port", Integer.toString(other.getLocalPort()));
            assertThat(broker.code()).isEqualTo(3);
            assertThat(broker.err())
                    .contains(Integer.toString(other.getLocalPort()))
                    .contains("--broker-port");
        }
    }

    @Test
    void brokerAndDatabaseThatAreAwayAreNamed() throws IOException {
        int nobody = Processes.freePort();

        FinishedProcess broker = refused("--broker-url", "tcp://127.0.0.1:" + nobody);
        assertThat(broker.code()).isEqualTo(3);
        assertThat(broker.err()).contains("127.0.0.1:" + nobody).contains("--broker-url");

        FinishedProcess database = refused("--db-url", "jdbc:postgresql://127.0.0.1:" + nobody + "/x");
        assertThat(database.code()).isEqualTo(3);
        assertThat(database.err()).contains("127.0.0.1:" + nobody).contains("--db-url");
    }

    @Test
    void settingsThatAreWrongAreNamed() throws IOException {
        assertThat(usage("--port", "x")).contains("--port").contains("\"x\"");
        assertThat(usage("--no-such-option")).contains("--no-such-option");
        Path config = Files.writeString(directory.resolve("c.properties"), "porrt=1\n");
        assertThat(usage("--config", config.toString())).contains("porrt").contains(config.toString());

        FinishedProcess variable =
                processes.run(Map.of("DISPATCHER_PORRT", "1"), "coordinator", "--data-dir", processes.path("v"));
        assertThat(variable.code()).isEqualTo(1);
        assertThat(variable.err()).contains("DISPATCHER_PORRT");
    }

    @Test
    void settingsResolveFlagThenEnvironmentThenFileThenDefault() throws IOException {
        Path config = Files.writeString(
                directory.resolve("c.properties"),
                "ack-wait=7\nport=1111\nlog-level=debug\ndb-url=jdbc:x:password=hush\n");
        FinishedProcess dryRun = processes.run(
                Map.of("DISPATCHER_PORT", "2222", "DISPATCHER_LOG_LEVEL", "warn"),
                "coordinator",
                "--dry-run",
                "--config",
                config.toString(),
                "--port",
                "3333");

        assertThat(dryRun.code()).as(dryRun.err()).isZero();
        assertThat(dryRun.out())
                .contains("port = 3333  (flag)")
                .contains("log-level = warn  (environment)")
                .contains("ack-wait = 7  (config file)")
                .contains("host = 127.0.0.1  (default)")
                .doesNotContain("hush");
    }

    @Test
    void applicationThatCannotStartEndsTheStartWithItsLine() throws IOException {
        // Somebody answers there, but no database: only the application finds out.
        try (ServerSocket closing = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> closeAll(closing), "closing");
            thread.setDaemon(true);
            thread.start();
            String url = "jdbc:postgresql://127.0.0.1:" + closing.getLocalPort() + "/x";
            FinishedProcess ended = refused("--db-url", url, "--db-user", "nobody");
            assertThat(ended.code()).isEqualTo(3);
            assertThat(ended.err()).contains("database").contains(url);
            assertThat(ended.out()).doesNotContain("ready");
        }
    }

    /** What a start that ends at once said: one line on standard error. */
    private FinishedProcess refused(String... options) {
        FinishedProcess ended = processes.startCoordinator(options).awaitEnd(REFUSAL_LIMIT);
        assertThat(ended.err().lines()).as(ended.err()).hasSize(1);
        return ended;
    }

    private String usage(String... options) {
        FinishedProcess ended = refused(options);
        assertThat(ended.code()).isEqualTo(1);
        return ended.err();
    }

    private static int port(String url) {
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }

    private static void closeAll(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                server.accept().close();
            } catch (IOException e) {
                return;
            }
        }
    }
}
