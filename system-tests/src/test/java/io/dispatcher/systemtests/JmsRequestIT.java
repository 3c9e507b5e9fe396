package io.dispatcher.systemtests;

import static io.dispatcher.systemtests.JmsClient.DEAD;
import static io.dispatcher.systemtests.JmsClient.REQUESTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.systemtests.JmsClient.Kind;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests by messages, from both clients: answered, refused, expired, poisonous. One coordinator for all. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JmsRequestIT {
    private static final Map<String, String> ABSENT = Map.of("site", "nowhere");

    private Processes processes;
    private CountingTarget target;
    private RunningProcess coordinator;
    private int port;
    private String admin;
    private String operator;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        processes = new Processes(directory);
        target = new CountingTarget();
        port = Processes.freePort();
        coordinator = processes.coordinator("--broker-port", Integer.toString(port));
        whileNoTokenExistsTheBrokerIsOpenToo();
        admin = token("", "admin");
        operator = token(admin, "operator");
        Path file = Files.writeString(Path.of(processes.path("agent.token")), token(admin, "agent") + "\n");
        processes.agent(coordinator, "one", "--token-file", file.toString());
        Http.Answer known = Http.post(
                coordinator.url() + "/api/agents/register",
                "{\"agent_id\": \"absent\", \"labels\": {\"site\": \"nowhere\"}}",
                bearer(admin));
        assertThat(known.status()).as(known.body()).isEqualTo(201);
    }

    @AfterAll
    void stop() {
        processes.close();
        target.close();
    }

    private void whileNoTokenExistsTheBrokerIsOpenToo() throws JMSException {
        for (Kind kind : Kind.values()) {
            try (JmsClient client = new JmsClient(kind, port, "operator", "whatever")) {
                TextMessage reply = client.exchange(
                        client.request("url", target.url(0), "agent_id", "nobody"), DeliveryMode.PERSISTENT);
                assertReply(reply, "failed", "no-matching-agent");
                String history = Http.get(
                                coordinator.url() + "/api/history/" + reply.getStringProperty("dispatcher_request_id"))
                        .body();
                assertThat(history).contains("no-matching-agent").doesNotContain("\"operator\"");
            }
        }
    }

    /** Its name is its role's. */
    private String token(String by, String role) {
        Http.Answer made = Http.post(
                coordinator.url() + "/api/tokens",
                "{\"role\": \"" + role + "\", \"name\": \"" + role + "\"}",
                by.isEmpty() ? new String[0] : bearer(by));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json().path("token").asText();
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private JmsClient operator(Kind kind) {
        return new JmsClient(kind, port, "operator", operator);
    }

    private JmsClient administrator(Kind kind) {
        return new JmsClient(kind, port, "admin", admin);
    }

    private JsonNode get(String path) {
        return Http.get(coordinator.url() + path, bearer(admin)).json();
    }

    private static JsonNode assertReply(TextMessage reply, String status, String problem) throws JMSException {
        assertThat(reply.getStringProperty("dispatcher_status"))
                .as(reply.getText())
                .isEqualTo(status);
        JsonNode json = JmsClient.json(reply);
        assertThat(json.path("type").asText()).isEqualTo(problem.isEmpty() ? "" : "/problems/" + problem);
        return json;
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsGetsTheAnswerOfTheHttpApi(Kind kind) throws JMSException {
        try (JmsClient client = operator(kind)) {
            TextMessage request =
                    client.request("url", target.url(1), "method", "POST", "body", "hello".repeat(80_000));
            TextMessage reply = client.exchange(request, DeliveryMode.NON_PERSISTENT);

            JsonNode json = assertReply(reply, "completed", "");
            assertThat(json.path("status_code").asInt()).isEqualTo(200);
            assertThat(json.path("agent_id").asText()).isEqualTo("one");
            assertThat(json.path("headers").path("X-number").path(0).asText()).isEqualTo("1");
            assertThat(reply.getStringProperty("dispatcher_request_id"))
                    .isEqualTo(json.path("request_id").asText());
            assertThat(reply.getJMSCorrelationID()).isEqualTo(request.getJMSMessageID());
            assertThat(reply.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
            assertThat(reply.getJMSMessageID()).isNotBlank();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStoredRequestGetsAStoredReplyInAQueueThatIsMadeByUse(Kind kind) throws JMSException {
        String queue = "reply." + kind + "." + UUID.randomUUID();
        try (JmsClient client = operator(kind)) {
            TextMessage request = client.request("url", target.url(2), "method", "PUT");
            request.setJMSReplyTo(client.context.createQueue(queue));
            request.setJMSCorrelationID("order 66/ä");
            client.send(request);
        }
        try (JmsClient client = operator(kind)) {
            TextMessage reply = (TextMessage) client.take(queue);
            JsonNode json = assertReply(reply, "completed", "");
            assertThat(reply.getJMSCorrelationID()).isEqualTo("order 66/ä");
            assertThat(reply.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
            JsonNode kept = get("/api/requests/" + json.path("request_id").asText());
            assertThat(kept.path("status").asText()).isEqualTo("completed");
            assertThat(kept.path("result")).isEqualTo(json);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStoredRequestThroughATunnelWaitsInTheQueueForAnAgentThatClaimsItsUpstream(Kind kind) throws Exception {
        String upstream = "shop-" + kind.name().toLowerCase(Locale.ROOT);
        byte[] body = "0123456789".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
        try (UpstreamServer shop = new UpstreamServer();
                JmsClient client = operator(kind)) {
            String queue = "reply.tunnel." + UUID.randomUUID();
            TextMessage request = client.request(
                    "url",
                    "upstream://" + upstream + "/mirror?x=1",
                    "method",
                    "POST",
                    "body",
                    new String(body, StandardCharsets.US_ASCII));
            request.setStringProperty("dispatcher_kind", "tunnel");
            request.setJMSReplyTo(client.context.createQueue(queue));
            client.send(request);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> get("/api/queues").toString().contains("dispatcher.upstream." + upstream));
            RunningProcess agent = processes.agent(
                    coordinator,
                    upstream,
                    "--upstream",
                    upstream + "=" + shop.url(),
                    "--token-file",
                    processes.path("agent.token"));

            TextMessage reply = (TextMessage) client.take(queue);

            JsonNode json = assertReply(reply, "completed", "");
            assertThat(json.path("status_code").asInt()).isEqualTo(200);
            assertThat(json.path("body").asText().getBytes(StandardCharsets.US_ASCII))
                    .isEqualTo(body);
            assertThat(shop.seen()).containsExactly("POST /mirror?x=1");
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                            get("/api/history/" + reply.getStringProperty("dispatcher_request_id"))
                                    .path("kind")
                                    .asText())
                    .isEqualTo("tunnel"));
            agent.stop();
        }
    }

    private TextMessage keyed(JmsClient client, String key, Object... members) throws JMSException {
        TextMessage request = client.request(members);
        request.setStringProperty("dispatcher_idempotency_key", key);
        return request;
    }

    @ParameterizedTest
    @EnumSource
    void whatHasTheSameKeyIsExecutedOnceAndAnsweredAlike(Kind kind) throws Exception {
        int number = 50 + kind.ordinal();
        String key = "order-" + kind;
        Object[] body = {"url", target.url(number), "method", "POST"};
        try (JmsClient client = operator(kind)) {
            TextMessage first = client.exchange(keyed(client, key, body), DeliveryMode.NON_PERSISTENT);
            JsonNode answer = assertReply(first, "completed", "");
            assertThat(first.propertyExists("dispatcher_replayed")).isFalse();
            for (int mode : new int[] {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT}) {
                TextMessage again = client.exchange(keyed(client, key, body), mode);
                assertThat(assertReply(again, "completed", "")).isEqualTo(answer);
                assertThat(again.getBooleanProperty("dispatcher_replayed")).isTrue();
                assertThat(again.getStringProperty("dispatcher_request_id"))
                        .isEqualTo(answer.path("request_id").asText());
            }
            Http.Answer overHttp = Http.post(
                    coordinator.url() + "/api/execute",
                    ExecuteApi.body(body),
                    "Authorization",
                    "Bearer " + operator,
                    "Idempotency-Key",
                    key);
            assertThat(overHttp.json()).isEqualTo(answer);

            TextMessage other = client.exchange(
                    keyed(client, key, "url", target.url(number), "method", "PUT"), DeliveryMode.PERSISTENT);
            assertReply(other, "failed", "idempotency-conflict");
            TextMessage malformed =
                    client.exchange(keyed(client, "ä", "url", target.url(number)), DeliveryMode.PERSISTENT);
            assertReply(malformed, "failed", "invalid-request");
        }
        assertThat(target.seen(number)).isEqualTo(1);
        try (JmsClient another = administrator(kind)) {
            TextMessage own = another.exchange(keyed(another, key, body), DeliveryMode.PERSISTENT);
            assertReply(own, "completed", "");
            assertThat(own.propertyExists("dispatcher_replayed")).isFalse();
            assertThat(another.take(DEAD).getStringProperty("dispatcher_reason"))
                    .contains("another body");
            assertThat(another.take(DEAD).getStringProperty("dispatcher_reason"))
                    .contains("dispatcher_idempotency_key");
        }
        assertThat(target.seen(number)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void whoeverComesWhileTheFirstWithItsKeyRunsGetsItsAnswerToo(Kind kind) throws Exception {
        int number = 54 + kind.ordinal();
        String key = "early-" + kind;
        Object[] body = {"url", target.url(number), "labels", Map.of("site", "later-" + kind), "ttl", 60};
        Http.Answer known = Http.post(
                coordinator.url() + "/api/agents/register",
                "{\"agent_id\": \"later-" + kind + "\", \"labels\": {\"site\": \"later-" + kind + "\"}}",
                bearer(admin));
        assertThat(known.status()).as(known.body()).isEqualTo(201);
        try (JmsClient client = operator(kind)) {
            Destination replies = client.context.createTemporaryQueue();
            for (int i = 0; i < 3; i++) {
                TextMessage request = keyed(client, key, body);
                request.setJMSReplyTo(replies);
                request.setJMSCorrelationID("c" + i);
                client.send(request, DeliveryMode.PERSISTENT);
            }
            processes.agent(
                    coordinator,
                    "later-" + kind,
                    "--token-file",
                    processes.path("agent.token"),
                    "--label",
                    "site=later-" + kind);
            Map<String, JsonNode> answers = new LinkedHashMap<>();
            try (JMSConsumer consumer = client.context.createConsumer(replies)) {
                for (int i = 0; i < 3; i++) {
                    TextMessage reply = JmsClient.next(consumer);
                    answers.put(reply.getJMSCorrelationID(), assertReply(reply, "completed", ""));
                }
            }
            assertThat(answers).containsOnlyKeys("c0", "c1", "c2");
            assertThat(answers.values()).containsOnly(answers.get("c0"));
        }
        assertThat(target.seen(number)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void withoutReplyToTheResultIsInTheHistory(Kind kind) {
        int number = 10 + kind.ordinal();
        try (JmsClient client = operator(kind)) {
            client.send(client.request("url", target.url(number)), DeliveryMode.NON_PERSISTENT);
        }
        String query = "/api/history?url=" + target.url(number);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> get(query).path("items").size() == 1);
        assertThat(get(query).path("items").get(0).path("status_code").asInt()).isEqualTo(200);
        assertThat(target.seen(number)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatNobodyCameForExpiresWithItsMessage(Kind kind) throws JMSException {
        int number = 20 + kind.ordinal();
        for (int mode : new int[] {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT}) {
            try (JmsClient client = operator(kind)) {
                TextMessage request = client.request("url", target.url(number), "labels", ABSENT, "ttl", 60);
                Destination replies = client.context.createTemporaryQueue();
                request.setJMSReplyTo(replies);
                client.producer(mode).setTimeToLive(700).send(client.context.createQueue(REQUESTS), request);
                try (JMSConsumer consumer = client.context.createConsumer(replies)) {
                    assertReply(JmsClient.next(consumer), "expired", "no-agent-available");
                }
            }
        }
        assertThat(target.seen(number)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aRequestWhoseTimeIsOverBeforeItIsReadIsNeverExecuted(Kind kind) throws JMSException {
        int number = 30 + kind.ordinal();
        try (JmsClient client = operator(kind);
                JmsClient reader = administrator(kind)) {
            TextMessage request = client.request("url", target.url(number));
            // Made to look like one of the coordinator's own orders.
            request.setStringProperty("dispatcher_order", "forged");
            request.setStringProperty("_AMQ_VALIDATED_USER", "forged");
            Destination replies = client.context.createTemporaryQueue();
            request.setJMSReplyTo(replies);
            client.producer(DeliveryMode.NON_PERSISTENT)
                    .setDeliveryDelay(600)
                    .setTimeToLive(200)
                    .send(client.context.createQueue(REQUESTS), request);
            try (JMSConsumer consumer = client.context.createConsumer(replies)) {
                TextMessage reply = JmsClient.next(consumer);
                JsonNode problem = assertReply(reply, "expired", "expired");
                assertThat(get("/api/history/" + problem.path("request_id").asText())
                                .toString())
                        .doesNotContain("forged");
                assertThat(get("/api/requests/" + problem.path("request_id").asText())
                                .path("status")
                                .asText())
                        .isEqualTo("expired");
            }
            Message seen = reader.take("dispatcher.expired");
            while (!(seen instanceof TextMessage text && text.getText().contains(target.url(number)))) {
                seen = reader.take("dispatcher.expired");
            }
        }
        assertThat(target.seen(number)).isZero();
        assertThat(Http.get(coordinator.url() + "/metrics", bearer(admin)).body())
                .contains("http_dispatcher_jms_requests_total{result=\"expired\"}");
    }

    @ParameterizedTest
    @EnumSource
    void everyPoisonIsADeadLetterWithItsReasonAndIsAnswered(Kind kind) throws JMSException {
        try (JmsClient client = operator(kind);
                JmsClient reader = administrator(kind)) {
            for (int mode : new int[] {DeliveryMode.NON_PERSISTENT, DeliveryMode.PERSISTENT}) {
                for (Map.Entry<String, Message> poison : poisons(client).entrySet()) {
                    TextMessage reply = client.exchange(poison.getValue(), mode);
                    JsonNode problem = assertReply(
                            reply,
                            "failed",
                            poison.getKey().contains("larger") ? "payload-too-large" : "invalid-request");
                    assertThat(problem.path("detail").asText()).contains(poison.getKey());
                    assertThat(reply.getJMSCorrelationID())
                            .isEqualTo(poison.getValue().getJMSMessageID());
                    Message dead = reader.take(DEAD);
                    assertThat(dead.getStringProperty("dispatcher_reason")).contains(poison.getKey());
                    assertThat(dead.getStringProperty("dispatcher_caller")).isEqualTo("operator");
                    if (dead instanceof TextMessage text && !poison.getKey().contains("larger")) {
                        assertThat(text.getText()).isEqualTo(((TextMessage) poison.getValue()).getText());
                    }
                }
            }
            assertReply(
                    client.exchange(client.request("url", target.url(3)), DeliveryMode.NON_PERSISTENT),
                    "completed",
                    "");
        }
    }

    private Map<String, Message> poisons(JmsClient client) throws JMSException {
        MapMessage map = client.context.createMapMessage();
        map.setString("url", target.url(4));
        StreamMessage stream = client.context.createStreamMessage();
        stream.writeString(target.url(4));
        TextMessage kind = client.request("url", target.url(4));
        kind.setStringProperty("dispatcher_kind", "teleport");
        kind.setStringProperty("_AMQ_VALIDATED_USER", "admin");
        var bytes = client.context.createBytesMessage();
        bytes.writeBytes(new byte[] {'{', (byte) 0xff, '}'});
        Map<String, Message> poisons = new LinkedHashMap<>();
        poisons.put("malformed JSON", client.context.createTextMessage("no JSON"));
        poisons.put("malformed JSON at line 1", client.context.createTextMessage("x".repeat(400_000)));
        poisons.put("must be a JSON object", client.context.createTextMessage("[]"));
        poisons.put("timeout: must be a number", client.request("url", target.url(4), "timeout", "long"));
        poisons.put("surprise: unknown member", client.request("url", target.url(4), "surprise", 1));
        poisons.put("url: is required", client.context.createTextMessage("{}"));
        poisons.put("larger than", client.context.createTextMessage("x".repeat(10 << 20)));
        poisons.put("a BytesMessage", bytes);
        poisons.put("a MapMessage", map);
        poisons.put("a StreamMessage", stream);
        poisons.put("an ObjectMessage", client.context.createObjectMessage(new int[] {1}));
        poisons.put("teleport", kind);
        return poisons;
    }

    @ParameterizedTest
    @EnumSource
    void aReplyMayOnlyGoToAQueueOfTheRequesters(Kind kind) throws JMSException {
        int number = 40 + kind.ordinal();
        Destination gone;
        try (JmsClient earlier = operator(kind)) {
            gone = earlier.context.createTemporaryQueue();
        }
        try (JmsClient client = operator(kind);
                JmsClient reader = administrator(kind)) {
            for (Destination wrong : List.of(
                    client.context.createQueue("dispatcher.agent.one"),
                    client.context.createQueue("dispatcher.requests"),
                    client.context.createQueue("reply.a::dispatcher.dead"),
                    client.context.createTopic("reply.topic"),
                    gone)) {
                TextMessage request = client.request("url", target.url(number));
                request.setJMSReplyTo(wrong);
                client.send(request, DeliveryMode.NON_PERSISTENT);
                Message dead = reader.take(DEAD);
                assertThat(dead.getStringProperty("dispatcher_reason")).startsWith("JMSReplyTo");
                assertThat(((TextMessage) dead).getText()).isEqualTo(request.getText());
            }
        }
        assertThat(target.seen(number)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aReplyWhoseQueueIsGoneIsADeadLetter(Kind kind) throws JMSException {
        try (JmsClient reader = administrator(kind)) {
            for (int mode : new int[] {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT}) {
                TextMessage request;
                try (JmsClient client = operator(kind)) {
                    request = client.request("url", target.url(5), "labels", ABSENT, "ttl", 1);
                    request.setJMSReplyTo(client.context.createTemporaryQueue());
                    client.send(request, mode);
                    await().atMost(Duration.ofSeconds(10)).until(() -> depth() > 0);
                }
                Message dead = reader.take(DEAD);
                assertThat(dead.getStringProperty("dispatcher_status")).isEqualTo("expired");
                assertThat(dead.getStringProperty("dispatcher_reason")).isNotBlank();
                assertThat(dead.getJMSCorrelationID()).isEqualTo(request.getJMSMessageID());
            }
        }
    }

    /** Requests that wait for agents. */
    private int depth() {
        return get("/api/stats").path("queue").path("depth").asInt();
    }

    @Test
    void correlationIdsOfAllAmqpTypesComeBackAsTheyWere() throws JMSException {
        try (JmsClient client = operator(Kind.QPID)) {
            for (String id : List.of(
                    "ID:AMQP_UUID:" + UUID.randomUUID(),
                    "ID:AMQP_ULONG:42",
                    "ID:AMQP_BINARY:00FF10",
                    "ID:mine",
                    "plain")) {
                for (int mode : new int[] {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT}) {
                    TextMessage request = client.request("url", target.url(6));
                    request.setJMSCorrelationID(id);
                    assertThat(client.exchange(request, mode).getJMSCorrelationID())
                            .isEqualTo(id);
                }
            }
        }
        try (JmsClient client = operator(Kind.ARTEMIS)) {
            TextMessage request = client.request("url", target.url(6));
            byte[] bytes = "bytes".getBytes(StandardCharsets.UTF_8);
            request.setJMSCorrelationIDAsBytes(bytes);
            assertThat(client.exchange(request, DeliveryMode.PERSISTENT).getJMSCorrelationIDAsBytes())
                    .isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTraceOfAMessageGoesOnInTheRequest(Kind kind) throws JMSException {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        try (JmsClient client = operator(kind)) {
            TextMessage request = client.request("url", target.url(7));
            request.setStringProperty("traceparent", trace);
            request.setStringProperty("tracestate", "a=1");
            String id = client.exchange(request, DeliveryMode.PERSISTENT).getStringProperty("dispatcher_request_id");
            assertThat(get("/api/history/" + id).path("request").path("headers").toString())
                    .contains(trace)
                    .contains("a=1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachRoleMayDoAtTheBrokerWhatItIsForAndNoMore(Kind kind) throws JMSException {
        assertThatThrownBy(() -> new JmsClient(kind, port, "operator", "wrong").context.createTemporaryQueue())
                .isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> new JmsClient(kind, port, "admin", operator).context.createTemporaryQueue())
                .isInstanceOf(JMSRuntimeException.class);
        String viewer = Http.post(
                        coordinator.url() + "/api/tokens",
                        "{\"role\": \"viewer\", \"name\": \"viewer-" + kind + "\"}",
                        bearer(admin))
                .json()
                .path("token")
                .asText();
        try (JmsClient client = new JmsClient(kind, port, "viewer-" + kind, viewer)) {
            TextMessage request = client.request("url", target.url(8));
            assertThatThrownBy(() -> client.send(request)).isInstanceOf(JMSRuntimeException.class);
        }
        for (String mine :
                List.of(REQUESTS, DEAD, "dispatcher.expired", "dispatcher.outcomes", "dispatcher.agent.one")) {
            assertNotReadable(kind, "operator", operator, mine);
        }
        for (String internal : List.of(REQUESTS, "dispatcher.outcomes", "dispatcher.expiry", "dispatcher.unassigned")) {
            assertNotReadable(kind, "admin", admin, internal);
        }
        for (String internal : List.of(
                DEAD, "dispatcher.unassigned", "dispatcher.outcomes", "dispatcher.events", "activemq.management")) {
            assertNotWritable(kind, internal);
        }
        try (JmsClient client = operator(kind);
                JMSConsumer events = client.context.createConsumer(client.context.createTopic("dispatcher.events"))) {
            assertThat(events.receiveNoWait()).isNull();
        }
        assertThat(target.seen(8)).isZero();
    }

    private void assertNotReadable(Kind kind, String user, String password, String queue) {
        try (JmsClient client = new JmsClient(kind, port, user, password)) {
            assertThatThrownBy(() -> client.context.createConsumer(client.context.createQueue(queue)))
                    .as(user + " reads " + queue)
                    .isInstanceOf(JMSRuntimeException.class);
        }
    }

    private void assertNotWritable(Kind kind, String queue) {
        try (JmsClient client = administrator(kind)) {
            assertThatThrownBy(() -> client.producer(DeliveryMode.PERSISTENT)
                            .send(client.context.createQueue(queue), client.request("url", target.url(8))))
                    .as("admin writes to " + queue)
                    .isInstanceOf(JMSRuntimeException.class);
        }
    }
}
