package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.systemtests.JmsClient.Kind;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Pings as the contract says, from two agents and the coordinator, by every way there is. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PingIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String LONG =
            "{\"from\": [\"%s\"], \"targets\": [\"127.0.0.1\"], \"interval\": 50, \"count\": 100000}";

    private Processes processes;
    private RunningProcess coordinator;
    private int brokerPort;

    @BeforeAll
    void start(@TempDir Path directory) {
        processes = new Processes(directory);
        brokerPort = Processes.freePort();
        coordinator = processes.coordinator("--broker-port", Integer.toString(brokerPort), "--allow", "127.0.0.0/8");
        agent("one");
        agent("two");
        Http.Answer known = Http.post(coordinator.url() + "/api/agents/register", "{\"agent_id\": \"away\"}");
        assertThat(known.status()).isEqualTo(201);
    }

    private RunningProcess agent(String id) {
        return processes.agent(coordinator, id, "--allow", "127.0.0.0/8", "--allow", "::1/128");
    }

    @AfterAll
    void stop() {
        processes.close();
    }

    private PingStream ping(String body, String... headers) {
        return new PingStream(coordinator.url(), body, headers);
    }

    private static PingStream ended(PingStream stream) {
        await().atMost(LIMIT).until(stream::ended);
        return stream;
    }

    private static Map<String, Long> summaries(List<JsonNode> events) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals("summary"))
                .collect(Collectors.groupingBy(
                        event -> event.path("agent_id").asText() + " "
                                + event.path("target").asText(),
                        Collectors.counting()));
    }

    @Test
    void everyPairOfAgentAndTargetIsToldAndEndsInOneSummary() {
        List<String> targets =
                List.of("127.0.0.1", "::1", "localhost", "10.99.99.99", "no.such.invalid", "169.254.1.1");
        try (PingStream stream = ended(ping("{\"from\": [\"*\"], \"targets\": "
                + targets.stream().collect(Collectors.joining("\", \"", "[\"", "\"]"))
                + ", \"interval\": 50, \"count\": 3, \"timeout\": 2000}"))) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.contentType()).startsWith("application/x-ndjson");
            assertThat(summaries(stream.events()))
                    .hasSize(12)
                    .allSatisfy((pair, count) -> assertThat(count).as(pair).isEqualTo(1));
            assertThat(stream.events("reply")).hasSize(18).allSatisfy(reply -> {
                assertThat(reply.path("rtt_ms").isNumber()).isTrue();
                assertThat(reply.path("address").asText()).isIn("127.0.0.1", "::1");
                assertThat(reply.path("source_address").asText()).isIn("127.0.0.1", "::1");
                assertThat(reply.path("size").asInt()).isEqualTo(64);
                assertThat(reply.path("hop_limit").asInt()).isPositive();
                assertThat(reply.path("seq").asInt()).isBetween(1, 3);
            });
            assertThat(stream.events("summary")).allSatisfy(PingIT::assertAddsUp);
            assertThat(details(stream, "10.99.99.99")).allMatch(detail -> detail.startsWith("egress-denied"));
            assertThat(details(stream, "169.254.1.1")).allMatch(detail -> detail.startsWith("egress-denied"));
            assertThat(details(stream, "no.such.invalid")).allMatch(detail -> detail.contains("no.such.invalid"));
        }
    }

    private static void assertAddsUp(JsonNode summary) {
        boolean reached = List.of("127.0.0.1", "::1", "localhost")
                .contains(summary.path("target").asText());
        assertThat(summary.path("received").asInt()).as(summary.toString()).isEqualTo(reached ? 3 : 0);
        assertThat(summary.path("loss_percent").asDouble()).isEqualTo(reached ? 0 : 100);
        for (String time : List.of("min_ms", "avg_ms", "max_ms", "stddev_ms", "jitter_ms", "p50_ms", "p95_ms")) {
            assertThat(summary.path(time).isNull()).as(summary.toString()).isEqualTo(!reached);
        }
        if (reached) {
            assertThat(summary.path("min_ms").asDouble())
                    .isPositive()
                    .isLessThanOrEqualTo(summary.path("p50_ms").asDouble());
            assertThat(summary.path("p95_ms").asDouble())
                    .isLessThanOrEqualTo(summary.path("max_ms").asDouble());
        }
    }

    private static List<String> details(PingStream stream, String target) {
        List<String> details = stream.events("error").stream()
                .filter(event -> event.path("target").asText().equals(target))
                .map(event -> event.path("detail").asText())
                .toList();
        assertThat(details).hasSize(2);
        return details;
    }

    @Test
    void withoutFromTheCoordinatorPings() {
        try (PingStream stream = ended(ping("{\"targets\": [\"127.0.0.1\"], \"interval\": 20, \"size\": 1000}"))) {
            assertThat(stream.events("reply")).hasSize(3).allSatisfy(reply -> {
                assertThat(reply.path("agent_id").asText()).isEqualTo("coordinator");
                assertThat(reply.path("size").asInt()).isEqualTo(1008);
            });
        }
    }

    @Test
    void eventsComeAsTheyHappenAlsoAsServerSentEvents() {
        try (PingStream stream = ping(LONG.formatted("one"), "Accept", "text/event-stream")) {
            assertThat(stream.contentType()).startsWith("text/event-stream");
            await().atMost(LIMIT).until(() -> stream.events("reply").size() >= 3);
            assertThat(stream.ended()).isFalse();
        }
        awaitNothingUnderWay();
    }

    private void awaitNothingUnderWay() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        Http.get(coordinator.url() + "/metrics").body())
                .contains("http_dispatcher_ping_tasks 0.0"));
    }

    @Test
    void theEndOfTheConnectionEndsThePings() {
        PingStream stream = ping(LONG.formatted("two"));
        await().atMost(LIMIT).until(() -> stream.events("reply").size() >= 3);
        stream.close();
        awaitNothingUnderWay();
    }

    @Test
    void anAgentKilledMidwayIsAnErrorAndASummaryOfWhatWasHeard() {
        RunningProcess third = agent("three");
        try (PingStream stream = ping("{\"from\": [\"three\", \"one\"], \"targets\": [\"127.0.0.1\"], \"interval\": 50,"
                + " \"count\": 60}")) {
            await().atMost(LIMIT)
                    .until(() -> stream.events("reply").stream()
                                    .filter(event ->
                                            event.path("agent_id").asText().equals("three"))
                                    .count()
                            >= 5);
            third.kill();
            ended(stream);
            List<JsonNode> last = stream.events().stream()
                    .filter(event -> event.path("agent_id").asText().equals("three"))
                    .filter(event -> !event.path("type").asText().equals("reply"))
                    .toList();
            assertThat(last).hasSize(2);
            assertThat(last.get(0).path("type").asText()).isEqualTo("error");
            assertThat(last.get(0).path("detail").asText()).contains("three");
            assertThat(last.get(1).path("received").asInt()).isGreaterThanOrEqualTo(5);
            assertThat(last.get(1).path("avg_ms").asDouble()).isPositive();
            assertThat(summaries(stream.events())).hasSize(2);
        }
    }

    @Test
    void aKnownAgentThatIsAwayIsAnErrorAndASummary() {
        try (PingStream stream = ended(ping("{\"from\": [\"away\"], \"targets\": [\"127.0.0.1\"]}"))) {
            assertThat(stream.events()).hasSize(2);
            assertThat(stream.events("error").get(0).path("detail").asText()).contains("away");
            assertThat(stream.events("summary").get(0).path("sent").asInt()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"targets\": [\"a\"], \"interval\": 0} | interval",
                "{\"targets\": [\"a\"], \"interval\": 9} | interval",
                "{\"targets\": [\"a\"], \"count\": 1000000} | count",
                "{\"targets\": [\"a\"], \"count\": 0} | count",
                "{\"targets\": [\"a\"], \"size\": 65508} | size",
                "{\"targets\": [\"a\"], \"timeout\": 0} | timeout",
                "{\"targets\": [\"a\"], \"retries\": -1} | retries",
                "{\"targets\": [\"a\"], \"family\": 5} | family",
                "{\"targets\": [\"a\"], \"source_address\": \"nowhere\"} | source_address",
                "{\"targets\": []} | targets",
                "{\"targets\": [\"-x y\"]} | targets",
                "{\"targets\": \"a\"} | targets",
                "{} | targets",
                "{\"targets\": [\"a\"], \"from\": [\"no such\"]} | from",
                "{\"targets\": [\"a\"], \"form\": []} | form",
                "[] | object",
                "{ | JSON"
            })
    void badInputIsRefusedByName(String body, String named) {
        Http.Answer answer = Http.post(coordinator.url() + "/ping-task", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().path("type").asText()).endsWith("/invalid-request");
        assertThat(answer.json().path("detail").asText()).contains(named);
    }

    @Test
    void tooManyTargetsAndUnknownAgentsAreRefusedBeforeTheStream() {
        String many = IntStream.range(0, 100_000)
                .mapToObj(i -> "\"t" + i + "\"")
                .collect(Collectors.joining(",", "{\"targets\": [", "]}"));
        Http.Answer tooMany = Http.post(coordinator.url() + "/ping-task", many);
        assertThat(tooMany.status()).as(tooMany.body()).isEqualTo(400);
        assertThat(tooMany.json().path("detail").asText()).contains("targets");

        Http.Answer unknown =
                Http.post(coordinator.url() + "/ping-task", "{\"targets\": [\"a\"], \"from\": [\"nobody\"]}");
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.json().path("type").asText()).endsWith("/no-matching-agent");
    }

    @Test
    void aTaskThatIsNotWaitedForIsReadByLongPoll() {
        String location = async("{\"from\": [\"one\"], \"targets\": [\"127.0.0.1\"], \"interval\": 100, \"count\": 5}");
        List<JsonNode> events = new ArrayList<>();
        long since = 0;
        boolean done = false;
        for (int polls = 0; !done && polls < 100; polls++) {
            JsonNode page = Http.get(coordinator.url() + location + "?since=" + since + "&wait=10")
                    .json();
            page.path("events").forEach(events::add);
            assertThat(page.path("next").asLong()).isEqualTo(events.size());
            since = page.path("next").asLong();
            done = page.path("done").asBoolean();
        }
        assertThat(events).hasSize(6);
        assertThat(events.get(5).path("type").asText()).isEqualTo("summary");
        JsonNode again = Http.get(coordinator.url() + location).json();
        assertThat(again.path("events")).hasSize(6);
    }

    private String async(String body) {
        Http.Answer accepted = Http.post(coordinator.url() + "/ping-task", body, "Prefer", "respond-async");
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        return accepted.headers().firstValue("Location").orElseThrow();
    }

    @Test
    void aTaskIsEndedByDelete() {
        String location = async(LONG.formatted("one"));
        Http.Answer gone = Http.send("DELETE", coordinator.url() + location, "");
        assertThat(gone.status()).isEqualTo(202);
        await().atMost(LIMIT).until(() -> Http.get(coordinator.url() + location + "?wait=5")
                .json()
                .path("done")
                .asBoolean());
        Http.Answer none = Http.get(coordinator.url() + "/api/ping-tasks/00000000-0000-7000-8000-000000000000");
        assertThat(none.status()).isEqualTo(404);
        Http.Answer bad = Http.get(coordinator.url() + location + "?since=x");
        assertThat(bad.status()).isEqualTo(400);
    }

    @Test
    void aTasksEventsComeByWebSocketOneAMessage() {
        String location =
                async("{\"from\": [\"one\", \"two\"], \"targets\": [\"127.0.0.1\"], \"interval\": 50, \"count\": 4}");
        List<String> messages = new CopyOnWriteArrayList<>();
        AtomicInteger closed = new AtomicInteger();
        String url =
                coordinator.url().replace("http://", "ws://") + location.replace("/api/ping-tasks/", "/ws/ping-tasks/");
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(url), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                        messages.add(text.toString());
                        socket.request(1);
                        return null;
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                        closed.set(code);
                        return null;
                    }
                })
                .join();
        await().atMost(LIMIT).until(() -> closed.get() != 0);
        assertThat(closed).hasValue(WebSocket.NORMAL_CLOSURE);
        assertThat(messages).hasSize(10);
        assertThat(messages.get(9)).contains("\"summary\"");
    }

    @Test
    void eachPairIsInTheHistoryWithItsSummaryAndInTheMetrics() {
        try (PingStream stream = ended(ping("{\"from\": [\"two\"], \"targets\": [\"127.0.0.9\"], \"interval\": 10}"))) {
            assertThat(stream.events("reply")).hasSize(3);
        }
        await().atMost(LIMIT).untilAsserted(() -> {
            JsonNode items = Http.get(coordinator.url() + "/api/history?kind=ping&url=127.0.0.9")
                    .json()
                    .path("items");
            assertThat(items).hasSize(1);
            assertThat(items.get(0).path("agent_id").asText()).isEqualTo("two");
            assertThat(items.get(0).path("error").isNull()).isTrue();
            JsonNode whole = Http.get(coordinator.url() + "/api/history/"
                            + items.get(0).path("id").asText())
                    .json();
            assertThat(whole.toString()).contains("loss_percent").contains("\\\"received\\\":3");
        });
        assertThat(Http.get(coordinator.url() + "/metrics").body())
                .contains("http_dispatcher_ping_sent_total{agent=\"two\"}")
                .contains("http_dispatcher_ping_received_total{agent=\"two\"}")
                .contains("http_dispatcher_ping_rtt_seconds_bucket{agent=\"two\"");
    }

    @ParameterizedTest
    @EnumSource
    void aMessageAsksForPingsAndGetsAReplyForEachEvent(Kind kind) throws Exception {
        try (JmsClient client = new JmsClient(kind, brokerPort, "anybody", "nothing")) {
            TextMessage request = client.text(
                    "{\"from\": [\"one\", \"two\"], \"targets\": [\"127.0.0.1\"], \"interval\": 20, \"count\": 2}");
            request.setStringProperty("dispatcher_kind", "ping");
            TemporaryQueue replies = client.temporaryQueue();
            request.setJMSReplyTo(replies);
            client.send(request, DeliveryMode.NON_PERSISTENT);
            List<TextMessage> all = new ArrayList<>();
            try (JMSConsumer consumer = client.consumer(replies)) {
                while (all.isEmpty() || !all.get(all.size() - 1).getBooleanProperty("dispatcher_final")) {
                    TextMessage reply = JmsClient.next(consumer);
                    assertThat(reply.getStringProperty("dispatcher_status")).isEqualTo("completed");
                    all.add(reply);
                }
            }
            assertThat(all).hasSize(6);
            assertThat(all.get(5).getText()).contains("\"summary\"");
        }
    }
}
