package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.systemtests.JmsClient.Kind;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The public topic of events as other systems see it. */
@Timeout(300)
class EventsTopicIT {
    private static final String TOPIC = "dispatcher.events";
    private static final String AUDIT = "audit";
    private static final int REQUESTS = Integer.getInteger("events.requests", 600);
    private static final int KILLS = Integer.getInteger("events.kills", 2);
    private static final Set<String> FINAL = Set.of("completed", "failed", "expired", "cancelled");

    @TempDir
    Path directory;

    private Processes processes;
    private CountingTarget target;
    private volatile RunningProcess coordinator;
    private String[] options;
    private int port;
    private String admin = "";
    private String operator = "";

    @BeforeEach
    void start() throws Exception {
        processes = new Processes(directory);
        target = new CountingTarget();
        port = Processes.freePort();
        options = new String[] {
            "--port",
            Integer.toString(Processes.freePort()),
            "--broker-port",
            Integer.toString(port),
            "--data-dir",
            processes.path("data"),
            "--node-name",
            "berlin"
        };
        coordinator = processes.coordinator(options);
    }

    @AfterEach
    void stop() {
        processes.close();
        target.close();
    }

    private String token(String role) {
        Http.Answer made = Http.post(
                coordinator.url() + "/api/tokens",
                "{\"role\": \"" + role + "\", \"name\": \"" + role + "\"}",
                bearer(admin));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json().path("token").asText();
    }

    private static String[] bearer(String token) {
        return token.isEmpty() ? new String[0] : new String[] {"Authorization", "Bearer " + token};
    }

    /** What a durable subscription got. */
    private static final class Subscriber implements AutoCloseable {
        private final JmsClient client;
        private final JMSConsumer consumer;

        Subscriber(Kind kind, int port, String password) {
            client = new JmsClient(kind, port, "operator", password);
            client.context.setClientID("shop");
            consumer = client.context.createDurableConsumer(client.context.createTopic(TOPIC), AUDIT);
        }

        JsonNode next() throws JMSException {
            TextMessage message = JmsClient.next(consumer);
            JsonNode event = JmsClient.json(message);
            assertThat(event.path("specversion").asText()).isEqualTo("1.0");
            assertThat(event.path("id").isTextual()).isTrue();
            assertThat(event.path("source").asText()).isEqualTo("/nodes/berlin");
            assertThat(event.path("datacontenttype").asText()).isEqualTo("application/json");
            assertThat(Instant.parse(event.path("time").asText()))
                    .isBefore(Instant.now().plusSeconds(60));
            assertThat(event.path("type").asText())
                    .isEqualTo("io.dispatcher." + message.getStringProperty("dispatcher_type"));
            assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
            return event;
        }

        /** Up to the one that this is true of. */
        List<JsonNode> until(String text) throws JMSException {
            List<JsonNode> events = new ArrayList<>();
            do {
                events.add(next());
            } while (!events.get(events.size() - 1).toString().contains(text));
            return events;
        }

        boolean nothingMore() {
            return consumer.receive(500) == null;
        }

        void unsubscribe() {
            consumer.close();
            client.context.unsubscribe(AUDIT);
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private static List<Long> numbers(List<JsonNode> events) {
        return events.stream().map(event -> event.path("id").asLong()).toList();
    }

    private static List<Long> consecutive(List<JsonNode> events) {
        long first = events.get(0).path("id").asLong();
        return LongStream.range(first, first + events.size()).boxed().toList();
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.path("type").asText().substring("io.dispatcher.".length()))
                .toList();
    }

    private String execute(Object... members) {
        Http.Answer answer = Http.post(coordinator.url() + "/api/execute", ExecuteApi.body(members), bearer(operator));
        String id = answer.json().path("request_id").asText();
        assertThat(id).as(answer.body()).isNotEmpty();
        return id;
    }

    @ParameterizedTest
    @EnumSource
    void aDurableSubscriptionMissesNothingAndRepeatsNothing(Kind kind) throws Exception {
        admin = token("admin");
        operator = token("operator");
        Path file = Files.writeString(Path.of(processes.path("agent.token")), token("agent") + "\n");
        List<JsonNode> all = new ArrayList<>();
        try (Subscriber subscriber = new Subscriber(kind, port, operator)) {
            RunningProcess agent = processes.agent(coordinator, "one", "--token-file", file.toString());
            String id = execute("url", target.url(1));
            all.addAll(subscriber.until(id));
            assertThat(types(all)).containsSubsequence("agent.connected", "request.completed");
            JsonNode data = all.get(all.size() - 1).path("data");
            assertThat(data.path("status_code").asInt()).isEqualTo(200);
            assertThat(data.path("agent_id").asText()).isEqualTo("one");
            assertThat(data.path("caller").asText()).isEqualTo("operator");
            assertThat(data.path("url").asText()).isEqualTo(target.url(1));
            agent.stop();
            all.addAll(subscriber.until("agent.disconnected"));
        }

        execute("url", target.url(2), "agent_id", "nobody", "ttl", 1);
        try (JmsClient sender = new JmsClient(kind, port, "operator", operator)) {
            sender.send(sender.request("url", target.url(3), "agent_id", "nobody", "ttl", 1));
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Http.get(coordinator.url() + "/api/history?status=error", bearer(admin))
                                .json()
                                .path("items")
                                .size()
                        == 2);
        String viewer = token("viewer");
        Http.Answer revoked =
                Http.send("DELETE", coordinator.url() + "/api/tokens/" + tokenId("viewer"), "", bearer(admin));
        assertThat(revoked.status()).as(revoked.body()).isEqualTo(204);
        coordinator.stop();
        coordinator = processes.coordinator(options);

        try (Subscriber subscriber = new Subscriber(kind, port, operator)) {
            all.addAll(subscriber.until("node.started"));
            assertThat(types(all))
                    .containsSubsequence(
                            "request.failed", "token.created", "token.revoked", "node.stopping", "node.started");
            assertThat(types(all)).filteredOn("request.failed"::equals).hasSize(2);
            assertThat(subscriber.nothingMore()).isTrue();
            assertThat(Http.get(coordinator.url() + "/metrics", bearer(admin)).body())
                    .containsPattern("http_dispatcher_events_published_total [1-9]")
                    .contains("http_dispatcher_events_dropped_total 0");
            assertThat(numbers(all)).isEqualTo(consecutive(all));
            assertThat(all.toString()).doesNotContain(operator, viewer);
            subscriber.unsubscribe();
        }
    }

    private String tokenId(String name) {
        for (JsonNode token : Http.get(coordinator.url() + "/api/tokens", bearer(admin))
                .json()
                .path("items")) {
            if (token.path("name").asText().equals(name)) {
                return token.path("id").asText();
            }
        }
        throw new AssertionError("no token " + name);
    }

    @ParameterizedTest
    @EnumSource
    void aSelectorChoosesTypes(Kind kind) throws Exception {
        try (JmsClient client = new JmsClient(kind, port, "anybody", "")) {
            JMSConsumer agents =
                    client.context.createConsumer(client.context.createTopic(TOPIC), "dispatcher_type LIKE 'agent.%'");
            execute("url", target.url(1), "agent_id", "nobody", "ttl", 1);
            processes.agent(coordinator, "one");
            assertThat(JmsClient.next(agents).getText()).contains("io.dispatcher.agent.registered");
            assertThat(JmsClient.next(agents).getText()).contains("io.dispatcher.agent.connected");
        }
    }

    /** The coordinator and with it broker and database are killed under load; everything is numbered once and told once. */
    @Test
    void aKilledCoordinatorLeavesNoHoleAndNoRepetition() throws Exception {
        new Subscriber(Kind.ARTEMIS, port, "").close();
        processes.agent(coordinator, "one");
        Map<Integer, String> accepted = new ConcurrentHashMap<>();
        AtomicInteger next = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread caller = new Thread(() -> {
                for (int n = next.getAndIncrement(); n < REQUESTS; n = next.getAndIncrement()) {
                    send(n, accepted);
                }
            });
            callers.add(caller);
            caller.start();
        }
        for (int kill = 1; kill <= KILLS; kill++) {
            int enough = REQUESTS * kill / (KILLS + 1);
            await().atMost(Duration.ofSeconds(100)).until(() -> accepted.size() >= enough);
            coordinator.kill();
            coordinator = processes.coordinator(options);
        }
        for (Thread caller : callers) {
            caller.join();
        }
        Map<String, String> ends = ends(accepted);

        try (Subscriber subscriber = new Subscriber(Kind.ARTEMIS, port, "")) {
            execute("url", "http://127.0.0.1:1/last", "agent_id", "nobody", "ttl", 1);
            List<JsonNode> events = subscriber.until("/last");
            assertThat(numbers(events)).isEqualTo(consecutive(events));
            Map<String, List<String>> byRequest = events.stream()
                    .filter(event -> event.path("data").has("request_id"))
                    .filter(event -> !event.path("type").asText().endsWith("request.corrected"))
                    .collect(Collectors.groupingBy(
                            event -> event.path("data").path("request_id").asText(),
                            Collectors.mapping(
                                    event -> event.path("type").asText().substring("io.dispatcher.request.".length()),
                                    Collectors.toList())));
            ends.forEach((id, status) -> assertThat(byRequest.get(id)).as(id).containsExactly(status));
            subscriber.unsubscribe();
        }
    }

    private void send(int number, Map<Integer, String> accepted) {
        String body = ExecuteApi.body("url", target.url(number), "method", "PUT", "ttl", 120);
        while (!accepted.containsKey(number)) {
            try {
                Http.Answer answer = Http.post(
                        coordinator.url() + "/api/execute",
                        body,
                        "Prefer",
                        "respond-async",
                        "Idempotency-Key",
                        "event-" + number);
                if (answer.status() == 202) {
                    accepted.put(number, answer.json().path("request_id").asText());
                    return;
                }
            } catch (UncheckedIOException e) {
                // Nobody listens now, or it was killed while it answered.
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** By request id. */
    private Map<String, String> ends(Map<Integer, String> accepted) {
        assertThat(accepted).hasSize(REQUESTS);
        Map<String, String> ends = new TreeMap<>();
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    for (String id : accepted.values()) {
                        if (!ends.containsKey(id)) {
                            String status = Http.get(coordinator.url() + "/api/requests/" + id)
                                    .json()
                                    .path("status")
                                    .asText();
                            assertThat(FINAL).contains(status);
                            ends.put(id, status);
                        }
                    }
                });
        return ends;
    }
}
