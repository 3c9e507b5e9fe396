package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator whose database is PostgreSQL. */
@Timeout(240)
class PostgresIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path servers;

    private static PostgresServer postgres;

    @TempDir
    Path directory;

    private Processes processes;

    @BeforeAll
    static void start() {
        postgres = new PostgresServer(servers);
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void open() {
        processes = new Processes(directory);
    }

    @AfterEach
    void close() {
        processes.close();
    }

    @Test
    void anEmptyDatabaseIsSetUpAndEverythingInItIsThereForTheNextCoordinator() {
        String[] options = Stream.concat(Stream.of(postgres.options("first")), Stream.of("--scenario-runs-limit", "2"))
                .toArray(String[]::new);
        RunningProcess first = processes.coordinator(options);
        RunningProcess target = processes.target();
        processes.agent(first, "one");
        for (int i = 0; i < 20; i++) {
            String path = i % 4 == 0 ? "/missing" : "/echo/" + i;
            new ExecuteApi(first).answered("url", target.url() + path, "method", i % 5 == 0 ? "HEAD" : "GET");
        }
        await().atMost(LIMIT).until(() -> history(first, "limit=100").size() == 20);
        assertFiltersAndCursors(first);
        assertScenariosRunAndAreKept(first, target);

        String stored = ExecuteApi.body("url", target.url() + "/echo/stored");
        assertThat(Http.post(first.url() + "/api/config/request", stored).status())
                .isLessThan(300);
        Http.Answer byDefault = Http.post(first.url() + "/api/execute", "");
        assertThat(byDefault.json().path("body").asText()).as(byDefault.body()).isEqualTo("stored");
        Http.Answer made = Http.post(first.url() + "/api/tokens", "{\"role\": \"admin\", \"name\": \"me\"}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String token = "Bearer " + made.json().path("token").asText();
        assertThat(first.stop().code()).isZero();

        RunningProcess second = processes.coordinator(options);
        assertThat(Http.get(second.url() + "/api/history").status()).isEqualTo(401);
        assertThat(history(second, "limit=100", "Authorization", token)).hasSize(25);
        assertThat(Http.get(second.url() + "/api/config/request", "Authorization", token)
                        .body())
                .contains("/echo/stored");
        assertThat(Http.get(second.url() + "/api/agents/one", "Authorization", token)
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("disconnected");
    }

    private static void assertScenariosRunAndAreKept(RunningProcess coordinator, RunningProcess target) {
        Http.Answer lab = Http.post(
                coordinator.url() + "/api/targets",
                "{\"name\": \"lab\", \"via\": \"agent\", \"base_url\": \"" + target.url() + "\"}");
        assertThat(lab.status()).as(lab.body()).isEqualTo(201);
        Http.Answer made = Http.post(
                coordinator.url() + "/api/scenarios",
                "{\"name\": \"one\", \"steps\": [{\"request\": {\"target\": \"lab\"}, \"assertions\":"
                        + " [{\"type\": \"body\", \"contains\": \"Hello\"}]}]}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String url = made.headers().firstValue("Location").orElseThrow();
        for (int run = 0; run < 4; run++) {
            Http.Answer report = Http.post(url + "/run?wait=true", "");
            assertThat(report.json().path("status").asText()).as(report.body()).isEqualTo("passed");
        }
        assertThat(Http.get(url + "/runs").json().path("items")).hasSize(2);
        await().atMost(LIMIT).until(() -> history(coordinator, "kind=scenario").size() == 4);
    }

    private static void assertFiltersAndCursors(RunningProcess coordinator) {
        assertThat(history(coordinator, "status=4xx"))
                .hasSize(5)
                .allMatch(item -> item.path("status_code").asInt() == 404);
        assertThat(history(coordinator, "method=HEAD")).hasSize(4);
        assertThat(history(coordinator, "method=HEAD&status=404")).hasSize(1);
        assertThat(history(coordinator, "url=/echo/7&agent_id=one&kind=execute&since=2026-01-01T00:00:00Z"))
                .hasSize(1);
        assertThat(history(coordinator, "agent_id=two")).isEmpty();
        List<String> all = ids(history(coordinator, "limit=100"));
        List<String> paged = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = Http.get(coordinator.url() + "/api/history?limit=6" + cursor)
                    .json();
            List<JsonNode> items = new ArrayList<>();
            page.path("items").forEach(items::add);
            assertThat(items).hasSizeLessThanOrEqualTo(6);
            paged.addAll(ids(items));
            JsonNode next = page.path("next_cursor");
            cursor = next.isTextual() ? "&cursor=" + next.asText() : null;
        }
        assertThat(paged).isEqualTo(all).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void requestsGoOnWhileTheDatabaseIsKilledAndTheirHistoryComesAfterwards() throws IOException {
        RunningProcess coordinator = processes.coordinator(postgres.options("second"));
        processes.agent(coordinator, "one", "--address", "127.0.0.1", "--address", "127.0.0.2");
        try (CountingTarget target = new CountingTarget();
                Callers callers = new Callers(3, Integer.MAX_VALUE, number -> execute(coordinator, target, number))) {
            await().atMost(LIMIT).until(() -> callers.completed() >= 300);
            long killed = System.nanoTime();
            postgres.kill();
            long gone = System.nanoTime();
            await().atMost(LIMIT).until(() -> ready(coordinator) == 503);
            int before = callers.completed();
            await().atMost(LIMIT).until(() -> callers.completed() >= before + 300);
            Http.Answer unread = Http.get(coordinator.url() + "/api/history");
            assertThat(unread.status()).as(unread.body()).isEqualTo(503);
            assertThat(unread.json().path("type").asText()).endsWith("/unavailable");

            postgres.start();
            await().atMost(LIMIT).until(() -> ready(coordinator) == 200);
            int after = callers.completed();
            await().atMost(LIMIT).until(() -> callers.completed() >= after + 300);
            List<Callers.Call> calls = callers.stop();
            assertThat(calls).allMatch(call -> call.answered() && call.answer().status() == 200);
            Ledger ledger = new Ledger(calls, target, killed, gone);
            await().atMost(LIMIT).pollInterval(500, TimeUnit.MILLISECONDS).untilAsserted(() -> {
                ledger.read(coordinator);
                assertThat(ledger.answeredWithoutRecord()).isEmpty();
            });
            ledger.requireRecordsOfRealRequests();
            assertThat(Http.get(coordinator.url() + "/metrics").body())
                    .containsPattern("http_dispatcher_history_dropped_total 0(\\.0)?\\n");
        }
    }

    @Test
    void aDatabaseThatRefusesThePasswordEndsTheStartWithOneLine() {
        postgres.options("third");
        FinishedProcess ended = processes
                .startCoordinator(postgres.options("third", "not the password"))
                .awaitEnd(LIMIT);

        assertThat(ended.code()).as(ended.err()).isEqualTo(3);
        assertThat(ended.err().lines()).as(ended.err()).hasSize(1);
        assertThat(ended.err())
                .contains(postgres.url("third"))
                .contains("--db-password-file")
                .doesNotContain("not the password");
    }

    private static Http.Answer execute(RunningProcess coordinator, CountingTarget target, int number) {
        return new ExecuteApi(coordinator)
                .execute("url", target.url(number), "method", Ledger.post(number) ? "POST" : "GET");
    }

    private static int ready(RunningProcess coordinator) {
        return Http.get(coordinator.url() + "/health/ready").status();
    }

    private static List<JsonNode> history(RunningProcess coordinator, String query, String... headers) {
        Http.Answer answer = Http.get(coordinator.url() + "/api/history?" + query, headers);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<JsonNode> items = new ArrayList<>();
        answer.json().path("items").forEach(items::add);
        return items;
    }

    private static List<String> ids(List<JsonNode> items) {
        return items.stream().map(item -> item.path("id").asText()).toList();
    }
}
