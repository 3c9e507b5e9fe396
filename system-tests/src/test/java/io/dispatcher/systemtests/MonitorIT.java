package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.systemtests.JmsClient.Kind;
import jakarta.jms.JMSConsumer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stored checks, made by two agents again and again. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitorIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String OFTEN = ", \"interval\": 1, \"from\": [\"*\"]}";
    private static final String[] ADDRESSES = {"--address", "127.0.0.1", "--address", "127.0.0.2"};

    private Path directory;
    private Processes processes;
    private RunningProcess coordinator;
    private String[] options;
    private int brokerPort;

    @BeforeAll
    void start(@TempDir Path temporary) {
        directory = temporary;
        processes = new Processes(directory);
        brokerPort = Processes.freePort();
        options = new String[] {
            "--port", Integer.toString(Processes.freePort()),
            "--broker-port", Integer.toString(brokerPort),
            "--data-dir", processes.path("data"),
            "--allow", "127.0.0.0/8",
            "--max-monitors", "6"
        };
        coordinator = processes.coordinator(options);
        processes.agent(coordinator, "one", ADDRESSES);
        processes.agent(coordinator, "two", ADDRESSES);
    }

    @AfterAll
    void stop() {
        processes.close();
    }

    private String monitors() {
        return coordinator.url() + "/api/monitors";
    }

    private String create(String json) {
        Http.Answer made = Http.post(monitors(), json);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String id = made.json().path("id").asText();
        assertThat(made.headers().firstValue("Location")).hasValue(monitors() + "/" + id);
        return id;
    }

    private String ping(String name, String more) {
        return create("{\"name\": \"" + name + "\", \"kind\": \"ping\", \"target\": \"127.0.0.1\", \"count\": 3,"
                + " \"probe_interval\": 0.02, \"timeout\": 0.5" + more);
    }

    private String http(String name, String url, String more) {
        return create("{\"name\": \"" + name + "\", \"kind\": \"http\", \"request\": {\"url\": \"" + url
                + "\", \"timeout\": 1, \"verify_tls\": false}" + more);
    }

    private JsonNode monitor(String id) {
        Http.Answer answer = Http.get(monitors() + "/" + id);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private List<String> changes(String id, String query) {
        Http.Answer answer = Http.get(monitors() + "/" + id + "/changes" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<String> changes = new ArrayList<>();
        answer.json()
                .path("items")
                .forEach(change -> changes.add(change.path("agent_id").asText() + " "
                        + change.path("from").asText() + " "
                        + change.path("to").asText()));
        return changes;
    }

    private JsonNode results(String id, String query) {
        Http.Answer answer = Http.get(monitors() + "/" + id + "/results" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("items");
    }

    private JsonNode awaitState(String id, String state) {
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(monitor(id).path("state").asText()).isEqualTo(state));
        return monitor(id);
    }

    private void delete(String id) {
        assertThat(Http.send("DELETE", monitors() + "/" + id, "").status()).isEqualTo(204);
        assertThat(Http.get(monitors() + "/" + id).status()).isEqualTo(404);
    }

    private String metrics(String name, String... labels) {
        return Http.get(coordinator.url() + "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("http_dispatcher_monitor" + name + "{"))
                .filter(line -> Arrays.stream(labels).allMatch(line::contains))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("none");
    }

    @Test
    void aTargetGoesUpAndDownAndUpAgain() throws Exception {
        String listen = "127.0.0.1:" + Processes.freePort();
        RunningProcess target = processes.target("--listen", listen);
        List<String> told = new ArrayList<>();
        try (JmsClient client = new JmsClient(Kind.ARTEMIS, brokerPort, "", "")) {
            JMSConsumer events = client.context.createConsumer(
                    client.context.createTopic("dispatcher.events"), "dispatcher_type LIKE 'monitor.%'");
            String id = http("web", target.url() + "/whoami", OFTEN);
            awaitState(id, "up");
            await().atMost(LIMIT).until(() -> monitor(id).path("vantage_points").size() == 2);
            target.kill();
            JsonNode down = awaitState(id, "down");
            assertThat(down.path("vantage_points").get(0).path("reason").asText())
                    .contains("target-connect");
            assertThat(metrics("_up", "monitor=\"web\"", "agent=\"two\"")).isEqualTo("0.0");
            processes.target("--listen", listen).awaitLine("ready", LIMIT);
            awaitState(id, "up");
            await().atMost(LIMIT).untilAsserted(() -> assertThat(metrics("_up", "monitor=\"web\"", "agent=\"two\""))
                    .isEqualTo("1.0"));
            assertThat(Double.parseDouble(metrics("_runs_total", "monitor=\"web\"", "outcome=\"down\"")))
                    .isGreaterThanOrEqualTo(4);
            assertThat(changes(id, ""))
                    .contains("one up down", "two up down", "one down up", "two down up")
                    .anyMatch(change -> change.matches("null (up|degraded) down"));
            assertThat(changes(id, "?agent_id=one&limit=1")).containsExactly("one down up");
            assertThat(changes(id, "?until=2020-01-01T00:00:00Z")).isEmpty();
            delete(id);
            String last = "";
            while (!last.startsWith("monitor.deleted")) {
                JsonNode event = JmsClient.json(JmsClient.next(events));
                JsonNode data = event.path("data");
                if (!data.path("name").asText().equals("web")) {
                    continue;
                }
                last = event.path("type").asText().replace("io.dispatcher.", "") + " "
                        + data.path("agent_id").asText() + " " + data.path("to").asText();
                told.add(last);
            }
        }
        assertThat(told)
                .startsWith("monitor.created  ")
                .contains("monitor.state_changed one down", "monitor.state_changed two up")
                .containsOnlyOnce("monitor.state_changed null down");
    }

    @Test
    void pingsHaveTheirLossAndRoundTripsOverTime() {
        String id = ping("loopback", OFTEN);
        awaitState(id, "up");
        await().atMost(LIMIT).until(() -> results(id, "?agent_id=one").size() >= 3);
        JsonNode result = results(id, "?agent_id=one&limit=1").get(0);
        assertThat(result.path("sent").asInt()).isEqualTo(3);
        assertThat(result.path("loss_percent").asDouble()).isZero();
        assertThat(result.path("min_ms").asDouble()).isPositive();
        assertThat(result.path("p95_ms").asDouble())
                .isBetween(
                        result.path("min_ms").asDouble(), result.path("max_ms").asDouble());
        JsonNode step = results(id, "?step=86400&agent_id=one").get(0);
        assertThat(step.path("received").asInt())
                .isEqualTo(3 * step.path("runs").asInt())
                .isGreaterThanOrEqualTo(9);
        assertThat(metrics("_loss_ratio", "monitor=\"loopback\"", "agent=\"one\""))
                .isEqualTo("0.0");
        FinishedProcess shown = processes.run("monitor", "show", "loopback", "--server", coordinator.url());
        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(shown.out()).contains("loopback", "up", "one", "two", "0.0 %");
        delete(id);
    }

    @Test
    void theCoordinatorItselfPingsToo() {
        String id = ping("own", ", \"interval\": 1}");
        JsonNode monitor = awaitState(id, "up");
        assertThat(monitor.path("vantage_points").get(0).path("agent_id").asText())
                .isEqualTo("coordinator");
        delete(id);
    }

    @Test
    void aCertificateThatEndsSoonIsDegradedFromEachAddress() throws Exception {
        try (ShortLivedTarget target = new ShortLivedTarget(directory, 10)) {
            String id = http(
                    "certificate",
                    target.url(),
                    ", \"addresses\": \"each\", \"expect\": {\"body\": {\"matches\": \"version \\\\d+\"}}" + OFTEN);
            await().atMost(LIMIT).until(() -> placesOf(degraded(id)).size() == 4);
            JsonNode result = degraded(id).get(0);
            JsonNode certificate = result.path("http").path("certificate");
            Instant until = Instant.parse(certificate.path("not_after").asText());
            assertThat(Duration.between(Instant.now(), until).toDays()).isEqualTo(9);
            assertThat(certificate.path("subject").asText()).isEqualTo("CN=short-lived");
            assertThat(result.path("http").path("body_matched").asBoolean()).isTrue();
            assertThat(result.path("http").path("timings").path("total_ms").asDouble())
                    .isPositive();
            assertThat(result.path("reason").asText()).contains("9 days");
            assertThat(awaitState(id, "degraded").path("vantage_points")).hasSize(4);
            JsonNode record = historyOf(result.path("http").path("request_id").asText());
            assertThat(Instant.parse(
                            record.at("/response/certificate/not_after").asText()))
                    .isEqualTo(until);
            assertThat(metrics("_certificate_expiry_timestamp_seconds", "monitor=\"certificate\""))
                    .isNotEqualTo("none");
            assertBodyDecides(id, target);
            assertCheckShows(target);
        }
    }

    /** Not all are: on a busy machine an exchange over TLS may take longer than it may. */
    private List<JsonNode> degraded(String id) {
        List<JsonNode> degraded = new ArrayList<>();
        for (JsonNode result : results(id, "")) {
            if (result.path("state").asText().equals("degraded")) {
                degraded.add(result);
            }
        }
        return degraded;
    }

    private static Set<String> placesOf(List<JsonNode> results) {
        return results.stream()
                .map(result -> result.path("agent_id").asText() + " "
                        + result.path("source_address").asText())
                .collect(Collectors.toSet());
    }

    private JsonNode historyOf(String requestId) {
        String url = coordinator.url() + "/api/history/" + requestId;
        await().atMost(LIMIT).until(() -> Http.get(url).status() == 200);
        return Http.get(url).json();
    }

    private void assertBodyDecides(String id, ShortLivedTarget target) {
        Http.Answer replaced = Http.send(
                "PUT",
                monitors() + "/" + id,
                "{\"name\": \"certificate\", \"kind\": \"http\", \"request\": {\"url\": \"" + target.url()
                        + "\", \"timeout\": 1, \"verify_tls\": false}, \"expect\": {\"body\": {\"contains\": \"43\"}}"
                        + OFTEN);
        assertThat(replaced.status()).as(replaced.body()).isEqualTo(200);
        assertThat(replaced.json().path("state").asText()).isEqualTo("unknown");
        assertThat(awaitState(id, "down")
                        .path("vantage_points")
                        .get(0)
                        .path("reason")
                        .asText())
                .contains("body");
        delete(id);
    }

    private void assertCheckShows(ShortLivedTarget target) {
        FinishedProcess check = processes.run("check", target.url(), "--no-verify-tls", "--server", coordinator.url());
        assertThat(check.code()).as(check.out() + check.err()).isZero();
        assertThat(check.out()).contains("certificate ends in 9d");
        FinishedProcess strict = processes.run(
                "check", target.url(), "--no-verify-tls", "--certificate-days", "14", "--server", coordinator.url());
        assertThat(strict.code()).isEqualTo(4);
    }

    @Test
    void monitorsAndResultsOutliveTheCoordinatorAndPausedOnesStayPaused() {
        String id = ping("lasting", OFTEN);
        String paused = ping("resting", ", \"paused\": true" + OFTEN);
        awaitState(id, "up");
        String oldest = results(id, "?limit=1000").path(0).path("id").asText();
        assertThat(coordinator.stop().code()).isZero();
        coordinator = processes.coordinator(options);
        await().atMost(LIMIT)
                .until(() -> Http.get(coordinator.url() + "/conns").body().contains("\"two\"")
                        && Http.get(coordinator.url() + "/conns").body().contains("\"one\""));
        Set<String> ids = new HashSet<>();
        results(id, "?limit=1000").forEach(result -> ids.add(result.path("id").asText()));
        assertThat(ids).contains(oldest);
        await().atMost(LIMIT).until(() -> results(id, "?limit=1000").size() > ids.size() + 2);
        assertThat(results(paused, "")).isEmpty();
        assertThat(Http.post(monitors() + "/" + paused + "/resume", "")
                        .json()
                        .path("paused")
                        .asBoolean())
                .isFalse();
        awaitState(paused, "up");
        assertThat(Http.post(monitors() + "/" + paused + "/pause", "")
                        .json()
                        .path("paused")
                        .asBoolean())
                .isTrue();
        delete(id);
        delete(paused);
    }

    @Test
    void thereAreOnlySoMany() {
        List<String> ids = new ArrayList<>();
        for (int number = 0; ids.size() + othersThere() < 6; number++) {
            ids.add(ping("many-" + number, ", \"paused\": true}"));
        }
        Http.Answer refused =
                Http.post(monitors(), "{\"name\": \"more\", \"kind\": \"ping\", \"target\": \"127.0.0.1\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("type").asText()).endsWith("/limit-reached");
        Http.Answer page = Http.get(monitors() + "?limit=2");
        assertThat(page.json().path("items")).hasSize(2);
        assertThat(page.json().path("next_cursor").isTextual()).isTrue();
        ids.forEach(this::delete);
    }

    private int othersThere() {
        int others = 0;
        for (JsonNode monitor : Http.get(monitors()).json().path("items")) {
            others += monitor.path("name").asText().startsWith("many-") ? 0 : 1;
        }
        return others;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"a\"} | kind | 400",
                "{\"name\":\"a\",\"kind\":\"ping\",\"target\":\"a\",\"id\":\"1\"} | id: unknown member | 400",
                "{\"name\":\"a\",\"kind\":\"http\",\"request\":{\"url\":\"nowhere\"}} | request.url | 400",
                "{\"name\": | malformed | 400"
            })
    void badInputIsRefusedByName(String json, String named, int status) {
        Http.Answer answer = Http.post(monitors(), json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("detail").asText()).contains(named);
    }

    @Test
    void unknownOnesAndUnknownParametersAreTold() {
        for (String path : List.of("/none", "/none/results", "/none/changes")) {
            assertThat(Http.get(monitors() + path).status()).isEqualTo(404);
        }
        assertThat(Http.post(monitors() + "/none/pause", "").status()).isEqualTo(404);
        Http.Answer answer = Http.get(monitors() + "/none/results?steps=1");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).contains("steps");
        assertThat(Http.get(monitors() + "/none/changes?step=1").status()).isEqualTo(400);
    }

    @Test
    void theCommandLineAddsListsAndRemoves() {
        String server = coordinator.url();
        FinishedProcess added = processes.run(
                "monitor",
                "add",
                "by-hand",
                "127.0.0.1",
                "--from",
                "*",
                "--interval",
                "5",
                "--timeout",
                "1",
                "--server",
                server);
        assertThat(added.code()).as(added.err()).isZero();
        assertThat(processes.run("monitor", "list", "--server", server).out()).contains("by-hand", "ping", "127.0.0.1");
        await().atMost(LIMIT).until(() -> processes
                .run("monitor", "results", "by-hand", "--server", server)
                .out()
                .contains("two"));
        assertThat(processes
                        .run("monitor", "remove", "by-hand", "--server", server)
                        .code())
                .isZero();
        assertThat(processes
                        .run("monitor", "show", "by-hand", "--server", server)
                        .code())
                .isEqualTo(3);
    }
}
