package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.systemtests.JmsClient.Kind;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be seen of the work: figures by route, a line a request, traces, the playground's state; and who may see it in a demonstration. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabObservedIT {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
    private static final String[] DEMO = {"X-Demo-Token", "open sesame"};

    private Processes processes;
    private RunningProcess coordinator;
    private ScriptedTarget target;
    private int brokerPort;
    private Path accessLog;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        processes = new Processes(directory);
        target = new ScriptedTarget();
        brokerPort = Processes.freePort();
        coordinator = processes.coordinator(
                "--broker-port",
                Integer.toString(brokerPort),
                "--data-dir",
                processes.path("data"),
                "--log-format",
                "json",
                "--server-name",
                "lab/1",
                "--demo-token",
                DEMO[1]);
        accessLog = Path.of(processes.path("data"), "logs", "access0.log");
        processes.agent(coordinator, "one", "--upstream", "shop=" + target.url(""));
    }

    @AfterAll
    void stop() throws IOException {
        processes.close();
        target.close();
    }

    private Http.Answer execute(String url, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(DEMO, 0, all, 0, 2);
        System.arraycopy(headers, 0, all, 2, headers.length);
        return Http.post(coordinator.url() + "/api/execute", ExecuteApi.body("url", url), all);
    }

    private List<String> lines() {
        try {
            return Files.exists(accessLog) ? Files.readAllLines(accessLog) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode line(String text) {
        await().atMost(Duration.ofSeconds(20)).until(() -> lines().stream().anyMatch(line -> line.contains(text)));
        return new Http.Answer(
                        200,
                        null,
                        lines().stream()
                                .filter(line -> line.contains(text))
                                .findFirst()
                                .orElseThrow())
                .json();
    }

    @Test
    void aTraceIsCarriedThroughEveryHop() throws Exception {
        for (String path : List.of("/rest", "/jms", "/tunnel", "/matrix", "/async")) {
            target.says(path, "200 OK");
        }
        assertThat(execute(target.url("/rest"), "traceparent", PARENT, "tracestate", "a=1")
                        .status())
                .isEqualTo(200);
        assertThat(execute(target.url("/async"), "traceparent", PARENT, "Prefer", "respond-async")
                        .status())
                .isEqualTo(202);
        Http.post(
                coordinator.url() + "/api/execute/matrix",
                ExecuteApi.body("url", target.url("/matrix")),
                DEMO[0],
                DEMO[1],
                "traceparent",
                PARENT);
        Http.get(coordinator.url() + "/t/shop/tunnel", "traceparent", PARENT);
        try (JmsClient client = new JmsClient(Kind.ARTEMIS, brokerPort, "", "")) {
            TextMessage message = client.request("url", target.url("/jms"));
            message.setStringProperty("traceparent", PARENT);
            client.send(message);
        }
        for (String path : List.of("/rest", "/jms", "/tunnel", "/matrix", "/async")) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !target.seen(path).isEmpty());
            assertThat(target.seen(path).get(0).header("traceparent")).as(path).containsExactly(PARENT);
        }
        assertThat(target.seen("/rest").get(0).header("tracestate")).containsExactly("a=1");
    }

    @Test
    void aRequestIsALineInTheAccessLog() {
        target.says("/logged", "200 OK");
        String id = execute(target.url("/logged"), "traceparent", PARENT)
                .json()
                .path("request_id")
                .asText();
        JsonNode line = line(id);
        assertThat(line.path("method").asText()).isEqualTo("POST");
        assertThat(line.path("path").asText()).isEqualTo("/api/execute");
        assertThat(line.path("status").asInt()).isEqualTo(200);
        assertThat(line.path("duration_ms").asDouble()).isPositive();
        assertThat(line.path("engine").asText()).isNotEmpty();
        assertThat(line.path("connection_id").asText()).startsWith("127.0.0.1:");
        assertThat(line.path("trace_id").asText()).isEqualTo(TRACE);
        assertThat(line.path("shutdown_phase").asText()).isEqualTo("running");
        assertThat(line.path("playground_action").isNull()).isTrue();

        Http.Answer tunnel = Http.get(coordinator.url() + "/t/shop/logged?secret=1");
        assertThat(line(tunnel.headers().firstValue("Dispatcher-Broker-Req-Id").orElseThrow())
                        .path("path")
                        .asText())
                .isEqualTo("/t/shop/logged");
        Http.post(coordinator.url() + "/api/replay/none", "", DEMO);
        assertThat(line("/api/replay/none").path("playground_action").asText()).isEqualTo("replay");
        assertThat(line("/api/replay/none").path("status").asInt()).isEqualTo(404);
    }

    @Test
    void figuresAreByRoute() {
        Http.get(coordinator.url() + "/api/agents/one");
        Http.get(coordinator.url() + "/no/such/path");
        JsonNode metrics = Http.get(coordinator.url() + "/_metrics").json();
        JsonNode route = metrics.path("routes").path("GET /api/agents/{id}");
        assertThat(route.path("count").asInt()).isPositive();
        assertThat(route.path("p99_ms").asDouble())
                .isGreaterThanOrEqualTo(route.path("p50_ms").asDouble())
                .isPositive();
        assertThat(metrics.path("routes").path("GET other").path("count").asInt())
                .isPositive();
        assertThat(metrics.path("status_classes").path("4xx").asInt()).isPositive();
        assertThat(metrics.path("connections").path("active").asInt()).isPositive();
        assertThat(metrics.path("connections").path("total").asInt())
                .isGreaterThanOrEqualTo(
                        metrics.path("connections").path("active").asInt());
    }

    @Test
    void thePlaygroundsStateIsOneAnswer() {
        JsonNode state =
                Http.get(coordinator.url() + "/api/playground/state", DEMO).json();
        for (String member : List.of("mocks", "history", "targets", "scenarios")) {
            assertThat(state.path(member).isArray()).as(member).isTrue();
        }
        assertThat(state.path("metrics").path("routes").isObject()).isTrue();
        assertThat(state.path("limits").path("max_in_flight").asInt()).isEqualTo(8192);
        assertThat(state.path("last_event_id").asLong()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/history", "/api/events/snapshot", "/api/events/stream", "/api/proxy/request"})
    void aDemonstrationWantsItsTokenToTellOfOthers(String path) {
        Http.Answer refused = Http.get(coordinator.url() + path);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("detail").asText()).contains("X-Demo-Token");
        assertThat(Http.get(coordinator.url() + path, "X-Demo-Token", "wrong").status())
                .isEqualTo(403);
    }

    @Test
    void aDemonstrationWantsItsTokenForChanges() {
        assertThat(Http.post(coordinator.url() + "/api/execute", "{}").status()).isEqualTo(403);
        assertThat(Http.get(coordinator.url() + "/api/history", DEMO).status()).isEqualTo(200);
        assertThat(Http.get(coordinator.url() + "/api/stats").status()).isEqualTo(200);
        assertThat(processes
                        .run("history", "--coordinator-url", coordinator.url())
                        .code())
                .isEqualTo(3);
        assertThat(processes
                        .run("history", "--coordinator-url", coordinator.url(), "--demo-token", DEMO[1])
                        .code())
                .isZero();
    }

    @Test
    void answersCarryTheServersName() {
        assertThat(Http.get(coordinator.url() + "/api/stats").headers().allValues("Server"))
                .containsExactly("lab/1");
    }

    @Test
    void aStateFileIsRefusedWithWhatIsThereInstead() {
        FinishedProcess refused = processes.run("coordinator", "--state-file", "x.json");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("--state-file is not needed here", "--data-dir");
        assertThat(processes
                        .run("coordinator", "--demo-token", "secret", "--dry-run")
                        .out())
                .contains("demo-token = ***");
    }
}
