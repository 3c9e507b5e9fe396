package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two coordinators on one broker and one database, each a process of its own. All tests share them: each finds both up and nobody connected,
 * and has targets and agents of its own.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int CALLERS = 6;
    /** A node that starts on the same two processors must get its share of them. */
    private static final Duration PAUSE = Duration.ofMillis(30);

    private Processes processes;
    private ExternalBroker broker;
    private PostgresServer postgres;
    private CountingTarget target;
    private ServerSocket silent;
    private final String[][] options = new String[2][];
    private final RunningProcess[] nodes = new RunningProcess[2];
    private final AtomicInteger turn = new AtomicInteger();
    private final List<RunningProcess> agents = new ArrayList<>();
    /** Numbers of requests whose connection broke, with or without their having been executed, and which their callers then sent again. */
    private final Set<Integer> sentAgain = ConcurrentHashMap.newKeySet();

    @BeforeAll
    void start(@TempDir Path directory) {
        processes = new Processes(directory);
        broker = new ExternalBroker(directory.resolve("broker"), settings -> settings);
        postgres = new PostgresServer(directory.resolve("database"));
        String[] database = postgres.options("cluster");
        for (int number = 0; number < nodes.length; number++) {
            String port = Integer.toString(Processes.freePort());
            List<String> all = new ArrayList<>(List.of(
                    "--port",
                    port,
                    "--advertise-url",
                    "http://127.0.0.1:" + port,
                    "--node-name",
                    "node-" + (number + 1),
                    "--data-dir",
                    processes.path("data-" + number)));
            Collections.addAll(all, broker.options());
            Collections.addAll(all, database);
            options[number] = all.toArray(String[]::new);
            nodes[number] = processes.startCoordinator(options[number]);
        }
        for (RunningProcess node : nodes) {
            processes.awaitReady(node);
        }
    }

    @AfterAll
    void stop() throws Exception {
        processes.close();
        broker.close();
        postgres.close();
    }

    @BeforeEach
    void open() throws IOException {
        sentAgain.clear();
        target = new CountingTarget();
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        for (int node = 0; node < nodes.length; node++) {
            if (!nodes[node].alive()) {
                nodes[node] = processes.coordinator(options[node]);
            }
        }
    }

    @AfterEach
    void close() throws IOException {
        agents.forEach(RunningProcess::kill);
        agents.clear();
        await().atMost(LIMIT).untilAsserted(() -> {
            for (RunningProcess node : nodes) {
                if (node.alive()) {
                    assertThat(new ExecuteApi(node).removeAgents()).isEmpty();
                }
            }
        });
        target.close();
        silent.close();
    }

    /** Of a target that takes connections and never answers. */
    private String silentUrl() {
        return "http://127.0.0.1:" + silent.getLocalPort() + "/";
    }

    /** An agent that is connected with this one; it knows the other too. No other test has one of this id. */
    private RunningProcess agent(int node, String id, String... options) {
        List<String> all = new ArrayList<>(
                List.of("--coordinator-url", nodes[node].url(), "--coordinator-url", nodes[1 - node].url()));
        Collections.addAll(all, options);
        RunningProcess agent = processes.agent(nodes[node], id, all.toArray(String[]::new));
        agents.add(agent);
        await().atMost(LIMIT).untilAsserted(() -> {
            for (RunningProcess each : nodes) {
                assertThat(new ExecuteApi(each).agent(id).path("status").asText())
                        .isEqualTo("connected");
            }
        });
        return agent;
    }

    private ExecuteApi api(int node) {
        return new ExecuteApi(nodes[node]);
    }

    @Test
    void aMonitorRunsOnceAnIntervalAndGoesOnWhenANodeDies() {
        agent(1, "watching", "--address", "127.0.0.1");
        Http.Answer made = Http.post(
                nodes[0].url() + "/api/monitors",
                "{\"name\": \"shared\", \"kind\": \"http\", \"request\": {\"url\": \"" + target.url(1)
                        + "\", \"timeout\": 1}, \"interval\": 1, \"from\": [\"watching\"]}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String path = "/api/monitors/" + made.json().path("id").asText();
        await().atMost(LIMIT).until(() -> target.seen(1) >= 8);
        // Runs of one grid never lie closer than the interval, but for the first and what lateness takes from it.
        assertThat(Duration.between(target.times(1).get(1), target.times(1).get(7)))
                .isGreaterThan(Duration.ofSeconds(4));
        nodes[0].kill();
        int then = target.seen(1);
        await().atMost(Duration.ofSeconds(90)).until(() -> target.seen(1) >= then + 5);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        Http.get(nodes[1].url() + path).json().path("state").asText())
                .isEqualTo("up"));
        assertThat(Http.get(nodes[1].url() + path + "/results?step=3600&limit=10")
                        .json()
                        .path("items")
                        .get(0)
                        .path("up")
                        .asInt())
                .isGreaterThanOrEqualTo(8);
        assertThat(Http.send("DELETE", nodes[1].url() + path, "").status()).isEqualTo(204);
    }

    @Test
    void agentsPoolAndHistoryAreOneOnAllNodes() {
        agent(0, "left", "--address", "127.0.0.1", "--address", "127.0.0.2");
        agent(1, "right", "--address", "127.0.0.3", "--address", "127.0.0.4");

        for (int number = 0; number < 200; number++) {
            JsonNode answer = api(number % 2).answered("url", target.url(number), "method", "POST");
            assertThat(target.seen(number)).isEqualTo(1);
            assertThat(answer.path("timings").path("total_ms").asDouble()).isPositive();
        }

        for (RunningProcess node : nodes) {
            assertThat(Http.get(node.url() + "/api/agents/left")
                            .json()
                            .path("node")
                            .asText())
                    .isEqualTo("node-1");
            assertThat(Http.get(node.url() + "/api/agents/right")
                            .json()
                            .path("node")
                            .asText())
                    .isEqualTo("node-2");
            await().atMost(LIMIT).untilAsserted(() -> {
                Map<String, Integer> counts = counts(node);
                assertThat(counts).hasSize(4);
                assertThat(counts.values())
                        .allSatisfy(count -> assertThat(count).isBetween(48, 52));
                assertThat(counts.values().stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(200);
                JsonNode history = Http.get(node.url() + "/api/history?limit=300&url=" + target.url())
                        .json()
                        .path("items");
                assertThat(history).hasSize(200);
            });
        }
    }

    @Test
    void anyNodeIsADoorToAnUpstreamThatAnAgentOfAnotherClaims() throws Exception {
        try (UpstreamServer shop = new UpstreamServer()) {
            CompletableFuture<Http.Answer> waiting = CompletableFuture.supplyAsync(
                    () -> Http.post(nodes[0].url() + "/t/shop/mirror", "asked before anybody claimed it"));
            await().atMost(LIMIT)
                    .until(() ->
                            Http.get(nodes[0].url() + "/api/upstreams").body().contains("\"waiting\":1"));
            agent(1, "shopkeeper", "--upstream", "shop=" + shop.url());
            assertThat(waiting).succeedsWithin(LIMIT);
            assertThat(waiting.get().body()).isEqualTo("asked before anybody claimed it");
            for (String body : List.of("short", "0123456789".repeat(300_000))) {
                Http.Answer answer = Http.post(nodes[0].url() + "/t/shop/mirror", body);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo(body);
            }
            assertThat(Http.get(nodes[0].url() + "/t/shop/nowhere").status()).isEqualTo(404);
        }
    }

    private static Map<String, Integer> counts(RunningProcess node) {
        Map<String, Integer> counts = new TreeMap<>();
        Http.get(node.url() + "/api/pool/status")
                .json()
                .path("addresses")
                .forEach(address -> counts.put(
                        address.path("address").asText(),
                        address.path("requests").asInt()));
        return counts;
    }

    @Test
    void whatAnOperatorDecidesAtOneNodeHoldsAtAll() {
        RunningProcess agent = agent(0, "governed");

        api(1).agent("governed", "drain");
        await().atMost(LIMIT).untilAsserted(() -> {
            for (int node = 0; node < 2; node++) {
                assertThat(api(node).agent("governed").path("status").asText()).isEqualTo("draining");
            }
        });
        api(0).problem(503, "no-agent-available", "agent", "url", target.url(1), "ttl", 0.5);
        api(1).agent("governed", "resume");
        await().atMost(LIMIT).untilAsserted(() -> {
            for (int node = 0; node < 2; node++) {
                assertThat(api(node).agent("governed").path("status").asText()).isEqualTo("connected");
            }
        });
        api(0).answered("url", target.url(2));

        assertThat(Http.post(nodes[1].url() + "/api/agents/register", "{\"agent_id\": \"later\"}")
                        .status())
                .isEqualTo(201);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        Http.get(nodes[0].url() + "/api/agents/later").status())
                .isEqualTo(200));

        assertThat(Http.send("DELETE", nodes[1].url() + "/api/agents/governed", "")
                        .status())
                .isEqualTo(204);
        assertThat(agent.awaitEnd(LIMIT).code()).isEqualTo(3);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        Http.get(nodes[0].url() + "/api/agents/governed").status())
                .isEqualTo(404));
    }

    @Test
    void aRequestThatWaitsForNobodyAtOneNodeIsTakenUpByAnAgentOfTheOther() {
        CompletableFuture<JsonNode> waiting =
                CompletableFuture.supplyAsync(() -> api(0).answered("url", target.url(1), "method", "POST", "ttl", 30));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        Http.get(nodes[1].url() + "/api/queues").body())
                .contains("dispatcher.unassigned"));
        agent(1, "late");
        JsonNode answer = waiting.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(answer.path("agent_id").asText()).isEqualTo("late");
        assertThat(target.seen(1)).isEqualTo(1);

        api(0).problem(504, "target-timeout", "target", "url", silentUrl(), "timeout", 0.5, "agent_id", "late");
    }

    @Test
    void aDurableRequestIsCancelledAtANodeThatDoesNotHaveIt() {
        agent(1, "busy");
        String url = silentUrl();
        Http.Answer accepted = Http.post(
                nodes[0].url() + "/api/execute",
                ExecuteApi.body("url", url, "method", "POST", "timeout", 30),
                "Prefer",
                "respond-async");
        assertThat(accepted.status()).isEqualTo(202);
        String id = accepted.json().path("request_id").asText();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(status(1, id)).isEqualTo("dispatched"));

        assertThat(Http.send("DELETE", nodes[0].url() + "/api/requests/" + id, "")
                        .status())
                .isEqualTo(202);

        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(status(0, id)).isEqualTo("cancelled");
            assertThat(status(1, id)).isEqualTo("cancelled");
            assertThat(api(0).agent("busy").path("in_flight").asInt()).isZero();
        });
    }

    private String status(int node, String id) {
        return Http.get(nodes[node].url() + "/api/requests/" + id)
                .json()
                .path("status")
                .asText();
    }

    @Test
    void killingANodeLosesNothingThatWasAcceptedAndItsAgentsGoToTheOther() {
        agent(0, "first", "--address", "127.0.0.1");
        agent(1, "second", "--address", "127.0.0.2");
        List<String> accepted = Collections.synchronizedList(new ArrayList<>());
        try (Callers callers = new Callers(CALLERS, 400, PAUSE, number -> asyncOrSync(number, accepted))) {
            await().atMost(LIMIT).until(() -> callers.completed() >= 100);
            nodes[0].kill();
            await().atMost(Duration.ofSeconds(90)).until(() -> callers.completed() >= 300);
            nodes[0] = processes.coordinator(options[0]);
            await().atMost(Duration.ofSeconds(90)).until(() -> callers.completed() >= 400);
            for (Callers.Call call : callers.stop()) {
                int most =
                        call.number() % 4 == 3 || call.number() % 4 == 1 && sentAgain.contains(call.number()) ? 2 : 1;
                assertThat(target.seen(call.number())).as(call.toString()).isLessThanOrEqualTo(most);
            }
        }
        assertThat(accepted).isNotEmpty();
        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            for (String id : accepted) {
                assertThat(status(1, id)).as(id).isIn("completed", "failed");
            }
        });
        assertThat(accepted.stream()
                        .filter(id -> status(0, id).equals("completed"))
                        .count())
                .isGreaterThan(accepted.size() * 9L / 10);
    }

    /** Every second one durable, and every second of each posted; what one node does not take goes to the other. */
    private Http.Answer asyncOrSync(int number, List<String> accepted) {
        boolean durable = number % 2 == 0;
        String method = number % 4 == 3 ? "GET" : "POST";
        Http.Answer answer = toAny(
                number,
                ExecuteApi.body("url", target.url(number), "method", method),
                durable
                        ? new String[] {
                            "Prefer",
                            "respond-async",
                            "Idempotency-Key",
                            UUID.randomUUID().toString()
                        }
                        : new String[0]);
        if (answer.status() != 202) {
            return answer;
        }
        accepted.add(answer.json().path("request_id").asText());
        return new Http.Answer(200, answer.headers(), answer.body());
    }

    /** What a balancer does: in turn, and to the other if there is nobody or it is told to come again. */
    private Http.Answer toAny(int number, String body, String... headers) {
        Http.Answer answer = null;
        int first = turn.incrementAndGet();
        for (int tries = 0; tries < 2 && (answer == null || answer.status() == 503); tries++) {
            try {
                answer = Http.post(nodes[(first + tries) % 2].url() + "/api/execute", body, headers);
            } catch (UncheckedIOException e) {
                if (tries > 0) {
                    throw e;
                }
                sentAgain.add(number);
            }
        }
        return answer;
    }

    @Test
    void anyNodePingsFromAllAgentsAndIsToldWhenAnothersAgentIsLost() {
        agent(0, "staying", "--address", "127.0.0.1");
        RunningProcess leaving = agent(1, "leaving", "--address", "127.0.0.2");
        String body =
                "{\"from\": [\"staying\", \"leaving\"], \"targets\": [\"127.0.0.1\"], \"interval\": 50, \"count\": 3}";
        await().atMost(LIMIT).untilAsserted(() -> {
            try (PingStream stream = new PingStream(nodes[0].url(), body)) {
                await().atMost(LIMIT).until(stream::ended);
                assertThat(stream.events("reply"))
                        .extracting(event -> event.path("agent_id").asText())
                        .containsOnly("staying", "leaving")
                        .hasSize(6);
                assertThat(stream.events("summary"))
                        .hasSize(2)
                        .allMatch(summary -> summary.path("received").asInt() == 3);
            }
        });
        try (PingStream stream = new PingStream(nodes[0].url(), body.replace("\"count\": 3", "\"count\": 100000"))) {
            await().atMost(LIMIT).until(() -> stream.events("reply").stream()
                    .anyMatch(event -> event.path("agent_id").asText().equals("leaving")));
            leaving.kill();
            await().atMost(LIMIT).until(() -> stream.events("summary").size() == 1);
            assertThat(stream.events("error").get(0).path("detail").asText()).contains("leaving");
            assertThat(stream.events("summary").get(0).path("received").asInt()).isPositive();
        }
    }

    @Test
    void restartingOneNodeAfterTheOtherUnderLoadFailsNoRequest() {
        agent(0, "north", "--address", "127.0.0.1");
        agent(1, "south", "--address", "127.0.0.2");
        try (Callers callers = new Callers(
                CALLERS,
                Integer.MAX_VALUE,
                PAUSE,
                number -> toAny(number, ExecuteApi.body("url", target.url(number), "method", "POST")))) {
            await().atMost(LIMIT).until(() -> callers.completed() >= 200);
            for (int node = 0; node < 2; node++) {
                int before = callers.completed();
                assertThat(nodes[node].stop().code()).isZero();
                nodes[node] = processes.coordinator(options[node]);
                await().atMost(LIMIT).until(() -> callers.completed() >= before + 200);
            }
            for (Callers.Call call : callers.stop()) {
                assertThat(call.answered()).as(call.toString()).isTrue();
                assertThat(call.answer().status()).as(call.toString()).isEqualTo(200);
                assertThat(target.seen(call.number())).as(call.toString()).isEqualTo(1);
            }
        }
    }

    @Test
    void aMockThatOneNodeStoresIsAnsweredByTheOtherAndItsHitsAreOneNumber() {
        String made = nodes[0].url() + "/api/mocks";
        Http.Answer created = Http.post(made, "{\"path_pattern\": \"/mocked\", \"status\": 203}");
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        String id = created.json().path("id").asText();
        await().atMost(LIMIT).until(() -> Http.get(nodes[1].url() + "/mocked").status() == 203);
        assertThat(Http.get(nodes[0].url() + "/mocked").status()).isEqualTo(203);
        await().atMost(LIMIT)
                .until(() -> Http.get(made + "/" + id).json().path("hits").asInt() == 2);
        assertThat(Http.send("DELETE", nodes[1].url() + "/api/mocks/" + id, "").status())
                .isEqualTo(204);
        await().atMost(LIMIT).until(() -> Http.get(nodes[0].url() + "/mocked").status() == 404);
    }
}
