package io.dispatcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.cli.FakeCoordinator;
import io.dispatcher.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps that ask and judge, against a coordinator whose answers are set. */
class StepsTest {
    private static final String EXECUTE = "POST /api/execute";
    private static final String HISTORY = "GET /api/history?kind=execute&limit=4";

    private static final Duration SOON = Duration.ofMillis(300);

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private FakeCoordinator coordinator;
    private Workspace workspace;
    private Stage stage;

    @BeforeEach
    void start() throws Exception {
        coordinator = new FakeCoordinator();
        workspace = Workspace.open(directory);
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Path script = Files.writeString(directory.resolve("dispatcher"), "");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        stage = new Stage(
                new DemoSettings(true, 0, directory, 2),
                new Terminal(stream, stream, false, false, false),
                Launcher.of(Map.of("DISPATCHER_LAUNCHER", script.toString())),
                workspace,
                new Children(Duration.ofSeconds(1)),
                new AddressPlan("::1", List.of(List.of("fd00::2"), List.of("::1")), "why"));
        stage.coordinatorAt(coordinator.url());
        stage.targetAt("http://[::1]:5000");
    }

    @AfterEach
    void stop() {
        coordinator.close();
        workspace.close();
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String result(String id, String agent, String source, String seen) {
        return "{\"request_id\":\"" + id + "\",\"agent_id\":\"" + agent + "\",\"source_address\":\"" + source
                + "\",\"status_code\":200,\"body\":\"{\\\"remote_address\\\":\\\"" + seen
                + "\\\"}\",\"timings\":{\"queue_ms\":0.4,\"total_ms\":5.1}}";
    }

    private static String item(String id, String source) {
        return "{\"id\":\"" + id + "\",\"kind\":\"execute\",\"time\":\"2026-01-01T00:00:00.000Z\",\"agent_id\":\"a\","
                + "\"source_address\":\"" + source + "\",\"method\":\"GET\",\"url\":\"http://h/\",\"status_code\":200,"
                + "\"error\":null,\"duration_ms\":5.1}";
    }

    private void send(String... answers) throws Exception {
        coordinator.on(EXECUTE, 200, answers[0]);
        for (int i = 1; i < answers.length; i++) {
            coordinator.then(EXECUTE, 200, answers[i]);
        }
        new SendRequests().run(stage);
    }

    private void remember(String... items) throws Exception {
        coordinator.on(HISTORY, 200, "{\"items\":[" + String.join(",", items) + "],\"next_cursor\":null}");
        new ShowHistory(SOON).run(stage);
    }

    @Test
    void sendsTwiceRoundThePoolAndShowsEachRequest() throws Exception {
        send(result("r1", "agent-1", "fd00::2", "fd00::2"), result("r2", "agent-2", "::1", "::1"));

        assertThat(coordinator.asked).hasSize(4).allSatisfy(asked -> assertThat(asked.body())
                .contains("\"url\":\"http://[::1]:5000/whoami\""));
        assertThat(shown())
                .contains("1  agent-1  fd00::2         fd00::2     200   0.4 ms  5.1 ms\n")
                .contains("+ 4 requests, twice round the pool, strictly in turn\n");
        assertThat(stage.allWell()).isTrue();
    }

    @Test
    void complainsWhenAnAddressIsUsedOutOfTurn() throws Exception {
        send(
                result("r1", "agent-1", "fd00::2", "fd00::2"),
                result("r2", "agent-2", "::1", "::1"),
                result("r3", "agent-2", "::1", "::1"),
                result("r4", "agent-1", "fd00::2", "fd00::2"));

        assertThat(stage.allWell()).isFalse();
        assertThat(shown())
                .contains("x request 3 left from ::1 of agent-2 though it was the turn of fd00::2 of agent-1 (see "
                        + workspace.log("coordinator") + ")\n");
    }

    @Test
    void complainsWhenTheTargetSawAnotherAddress() throws Exception {
        send(result("r1", "agent-1", "fd00::2", "::1"), result("r2", "agent-2", "::1", "::1"));

        assertThat(stage.allWell()).isFalse();
        assertThat(shown())
                .contains("x request 1 should come from fd00::2, the target saw ::1 (see " + workspace.log("agent-1")
                        + ")\n")
                .doesNotContain("strictly in turn");
    }

    @Test
    void goesOnAfterARequestThatFailed() throws Exception {
        coordinator
                .on(EXECUTE, 200, result("r1", "agent-1", "fd00::2", "fd00::2"))
                .then(
                        EXECUTE,
                        403,
                        "{\"type\":\"https://x/egress-denied\",\"detail\":\"::1 is loopback\",\"request_id\":\"r2\"}");

        new SendRequests().run(stage);

        assertThat(stage.sent()).hasSize(4);
        assertThat(shown()).contains("x request 2 failed: ::1 is loopback [egress-denied] (see ");
        assertThat(stage.allWell()).isFalse();
    }

    @Test
    void findsAllRequestsInTheHistory() throws Exception {
        sendsTwiceRoundThePoolAndShowsEachRequest();

        remember(item("r2", "::1"), item("r1", "fd00::2"));

        assertThat(shown()).contains("+ all 4 requests are in the history\n");
        assertThat(stage.allWell()).isTrue();
    }

    @Test
    void complainsWhenTheHistoryNamesAnotherAddress() throws Exception {
        sendsTwiceRoundThePoolAndShowsEachRequest();

        remember(item("r2", "::1"), item("r1", "::1"));

        assertThat(shown()).contains("x 2 of 4 requests are not in the history as they were, first r1 (see ");
        assertThat(stage.allWell()).isFalse();
    }

    @Test
    void complainsWhenAnAddressIsMissingInThePool() throws Exception {
        coordinator
                .on("GET /api/pool/status", 200, "{\"size\":1,\"available\":1,\"strategy\":\"x\",\"addresses\":[]}")
                .on("GET /api/agents?limit=500", 200, "{\"items\":[],\"next_cursor\":null}");

        new ShowPool(SOON).run(stage);

        assertThat(shown()).contains("x the agents offer 2 addresses, but 1 are available (see ");
    }

    @Test
    void showsOnlyExamplesThatWork() throws Exception {
        coordinator
                .on(EXECUTE, 200, "{}")
                .on("GET /api/pool/status", 200, "{}")
                .on("GET /api/history?limit=3", 200, "{}");

        new ShowExamples().run(stage);

        assertThat(shown())
                .contains("curl -s " + coordinator.url() + "/api/pool/status\n")
                .contains("x which agent and address would send it: ")
                .doesNotContain("curl -s " + coordinator.url() + "/api/execute/explain")
                .doesNotContain("/console/");
        assertThat(stage.allWell()).isFalse();
    }
}
