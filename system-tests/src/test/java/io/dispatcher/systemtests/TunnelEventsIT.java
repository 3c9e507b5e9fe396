package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.systemtests.JmsClient.Kind;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The hops of a tunnelled request: as events, in the answer and in the history. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TunnelEventsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String CLIENT_REQ_ID = "dispatcher-client-req-id";
    private static final String BROKER_REQ_ID = "dispatcher-broker-req-id";
    private static final String UPSTREAM_REQ_ID = "dispatcher-upstream-req-id";
    private static final List<String> ANSWERED = List.of(
            "client_request",
            "client_request_ack",
            "broker_request",
            "broker_request_ack",
            "upstream_response",
            "broker_response");

    private Processes processes;
    private UpstreamServer shop;
    private RunningProcess coordinator;
    private int broker;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        processes = new Processes(directory);
        shop = new UpstreamServer();
        broker = Processes.freePort();
        coordinator = processes.coordinator(
                "--broker-port",
                Integer.toString(broker),
                "--node-name",
                "berlin",
                "--upstream-wait",
                "20",
                "--upstream-wait",
                "gone=0.2",
                "--reply-wait",
                "shop=50");
        processes.agent(
                coordinator, "inside", "--upstream", "shop=" + shop.url(), "--upstream", "away=http://127.0.0.1:1");
    }

    @AfterAll
    void stop() {
        processes.close();
        shop.close();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(coordinator.url() + "/t/" + path))
                .timeout(LIMIT);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static String id(HttpResponse<?> answer, String header) {
        assertThat(answer.headers().allValues(header)).as(header).hasSize(1);
        return answer.headers().firstValue(header).orElseThrow();
    }

    /** A subscriber to the events of tunnels. */
    private final class Events implements AutoCloseable {
        private final JmsClient client = new JmsClient(Kind.ARTEMIS, broker, "anybody", "");
        private final JMSConsumer consumer = client.context.createConsumer(
                client.context.createTopic("dispatcher.events"), "dispatcher_type LIKE 'tunnel.%'");

        /** Those of one request, up to its last. */
        List<JsonNode> of(String request) throws JMSException {
            List<JsonNode> events = new ArrayList<>();
            while (true) {
                JsonNode event = JmsClient.json(JmsClient.next(consumer));
                if (event.at("/data/request_id").asText().equals(request)) {
                    events.add(event);
                    if (type(event).startsWith("broker_response") || type(event).equals("broker_error")) {
                        return events;
                    }
                }
            }
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private static String type(JsonNode event) {
        return event.path("type").asText().substring("io.dispatcher.tunnel.".length());
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream().map(TunnelEventsIT::type).toList();
    }

    private static JsonNode data(List<JsonNode> events, String type) {
        return events.stream()
                .filter(event -> type(event).equals(type))
                .findFirst()
                .orElseThrow()
                .path("data");
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anAnswersHopsAreEventsAndItsHeadersNameThem() throws Exception {
        try (Events all = new Events()) {
            String mine = UUID.randomUUID().toString();
            HttpResponse<String> answer = send(to("shop/mirror?x=1")
                    .header("Dispatcher-Client-Id", "laptop")
                    .header("Dispatcher-Client-Req-Id", mine)
                    .header("X-API-Key", "hidden")
                    .POST(BodyPublishers.ofString("four")));
            assertThat(id(answer, CLIENT_REQ_ID)).isEqualTo(mine);
            String brokerReqId = id(answer, BROKER_REQ_ID);
            String upstreamReqId = id(answer, UPSTREAM_REQ_ID);

            List<JsonNode> events = all.of(brokerReqId);

            assertThat(types(events)).isEqualTo(ANSWERED);
            assertThat(events)
                    .extracting(event -> Instant.parse(event.path("time").asText()))
                    .isSorted();
            JsonNode request = data(events, "broker_request");
            assertThat(request.path("client_id").asText()).isEqualTo("laptop");
            assertThat(request.path("client_req_id").asText()).isEqualTo(mine);
            assertThat(request.path("client_req_ttl").asDouble()).isEqualTo(70);
            assertThat(request.path("upstream_target").asText()).isEqualTo("shop");
            assertThat(request.path("method").asText()).isEqualTo("POST");
            assertThat(request.path("url").asText()).isEqualTo("upstream://shop/mirror?x=1");
            assertThat(request.at("/headers/x-api-key/0").asText()
                            + request.at("/headers/X-API-Key/0").asText())
                    .isEqualTo("[redacted]");
            assertThat(request.at("/body/size").asInt()).isEqualTo(4);
            assertThat(request.at("/body/sha256").asText()).isEqualTo(sha256("four"));
            assertThat(request.path("broker_id").asText()).isEqualTo("berlin");
            assertThat(request.path("broker_req_id").asText()).isEqualTo(brokerReqId);
            assertThat(request.path("broker_req_ttl").asDouble()).isEqualTo(50);
            assertThat(request.path("upstream_id").asText()).isEqualTo("inside");
            assertThat(request.path("upstream_req_id").asText()).isEqualTo(upstreamReqId);
            assertThat(request.path("upstream_req_ttl").asDouble()).isBetween(40.0, 50.0);
            assertThat(data(events, "broker_request_ack")
                            .path("upstream_req_id")
                            .asText())
                    .isEqualTo(upstreamReqId);
            JsonNode response = data(events, "broker_response");
            assertThat(response.path("status_code").asInt()).isEqualTo(200);
            assertThat(response.path("upstream_req_id").asText()).isEqualTo(upstreamReqId);
            assertThat(response.at("/body/sha256").asText()).isEqualTo(sha256("four"));
            assertThat(events.toString()).doesNotContain("hidden");

            JsonNode record = record(brokerReqId);
            assertThat(record.at("/tunnel/client_id").asText()).isEqualTo("laptop");
            assertThat(record.at("/tunnel/client_req_id").asText()).isEqualTo(mine);
            assertThat(record.at("/tunnel/broker_id").asText()).isEqualTo("berlin");
            assertThat(record.at("/tunnel/broker_req_id").asText()).isEqualTo(brokerReqId);
            assertThat(record.at("/tunnel/upstream_id").asText()).isEqualTo("inside");
            assertThat(record.at("/tunnel/upstream_req_id").asText()).isEqualTo(upstreamReqId);
            assertThat(record.path("hops"))
                    .extracting(hop -> hop.path("name").asText())
                    .containsExactly("queued", "handed", "acknowledged", "answered");
            assertThat(record.at("/hops/2/detail").asText()).isEqualTo(upstreamReqId);
        }
    }

    private JsonNode record(String id) {
        await().atMost(LIMIT)
                .until(() -> Http.get(coordinator.url() + "/api/history/" + id).status() == 200);
        return Http.get(coordinator.url() + "/api/history/" + id).json();
    }

    @Test
    void idsThatNobodyBroughtAreMadeUpAndWrongOnesNamed() throws Exception {
        HttpResponse<String> answer = send(to("shop/echo").GET());
        String made = id(answer, CLIENT_REQ_ID);
        assertThat(UUID.fromString(made)).isNotNull();
        assertThat(answer.body())
                .contains("dispatcher-client-id: [anonymous]", "dispatcher-client-req-id: [" + made + "]");
        for (String header : List.of("Dispatcher-Client-Id", "Dispatcher-Client-Req-Id")) {
            HttpResponse<String> refused =
                    send(to("shop/").header(header, "not an id").GET());
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("/problems/invalid-request", header);
        }
    }

    @Test
    void streamedBodiesAreToldOnceTheyHavePassed() throws Exception {
        try (Events all = new Events()) {
            HttpResponse<byte[]> answer = CLIENT.send(
                    to("shop/mirror")
                            .POST(BodyPublishers.ofByteArray(new byte[1_000_000]))
                            .build(),
                    BodyHandlers.ofByteArray());
            assertThat(answer.body()).hasSize(1_000_000);

            List<JsonNode> events = all.of(id(answer, BROKER_REQ_ID));

            assertThat(types(events)).isEqualTo(ANSWERED);
            assertThat(data(events, "broker_request").at("/body/size").isNull()).isTrue();
            assertThat(data(events, "upstream_response").at("/body/size").isNull())
                    .isTrue();
            JsonNode last = data(events, "broker_response");
            assertThat(last.at("/body/size").asInt()).isEqualTo(1_000_000);
            assertThat(last.at("/request_body/size").asInt()).isEqualTo(1_000_000);
            assertThat(last.path("upstream_req_id").asText()).isEqualTo(id(answer, UPSTREAM_REQ_ID));
        }
    }

    private List<String> failure(Events all, HttpResponse<String> problem, String type, boolean acknowledged)
            throws Exception {
        assertThat(problem.body()).contains("/problems/" + type);
        assertThat(id(problem, CLIENT_REQ_ID)).isNotBlank();
        assertThat(problem.headers().firstValue(UPSTREAM_REQ_ID).isPresent()).isEqualTo(acknowledged);
        List<JsonNode> events = all.of(id(problem, BROKER_REQ_ID));
        JsonNode error = data(events, "broker_error");
        assertThat(error.at("/error/type").asText()).isEqualTo("/problems/" + type);
        assertThat(error.path("client_req_id").asText()).isEqualTo(id(problem, CLIENT_REQ_ID));
        if (acknowledged) {
            assertThat(data(events, "broker_request_ack")
                            .path("upstream_req_id")
                            .asText())
                    .isEqualTo(id(problem, UPSTREAM_REQ_ID));
        }
        return types(events);
    }

    @Test
    void eachFailureIsToldAtItsHop() throws Exception {
        try (Events all = new Events()) {
            HttpResponse<String> gone = send(to("gone/").GET());
            assertThat(gone.body()).contains("for 0.2 s");
            assertThat(failure(all, gone, "no-upstream", false))
                    .containsExactly("client_request", "client_request_ack", "broker_error");
            assertThat(failure(all, send(to("away/").GET()), "upstream-connect", true))
                    .containsExactly(
                            "client_request",
                            "client_request_ack",
                            "broker_request",
                            "broker_request_ack",
                            "upstream_error",
                            "broker_error");
            assertThat(failure(
                            all,
                            send(to("shop/never")
                                    .header("Dispatcher-Reply-Wait", "0.5")
                                    .GET()),
                            "reply-timeout",
                            true))
                    .containsExactly(
                            "client_request",
                            "client_request_ack",
                            "broker_request",
                            "broker_request_ack",
                            "broker_error");
            RunningProcess frozen = processes.agent(coordinator, "frozen", "--upstream", "frozen=" + shop.url());
            assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(frozen.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(failure(
                            all,
                            send(to("frozen/")
                                    .header("Dispatcher-Ack-Wait", "0.5")
                                    .GET()),
                            "ack-timeout",
                            false))
                    .containsExactly("client_request", "client_request_ack", "broker_request", "broker_error");
            frozen.kill();
        }
    }

    @Test
    void anAgentThatIsLostIsTheBrokersError() throws Exception {
        RunningProcess doomed = processes.agent(coordinator, "doomed", "--upstream", "doomed=" + shop.url());
        try (Events all = new Events()) {
            CompletableFuture<HttpResponse<String>> waiting = CLIENT.sendAsync(
                    to("doomed/never")
                            .header("Dispatcher-Reply-Wait", "4")
                            .POST(BodyPublishers.ofString("x"))
                            .build(),
                    BodyHandlers.ofString());
            await().atMost(LIMIT).until(() -> inFlight("doomed") == 1);
            doomed.kill();
            assertThat(waiting).succeedsWithin(LIMIT);
            HttpResponse<String> problem = waiting.get();
            assertThat(problem.body()).contains("/problems/agent-lost");
            assertThat(types(all.of(id(problem, BROKER_REQ_ID))))
                    .containsSubsequence("client_request", "client_request_ack", "broker_request", "broker_error")
                    .doesNotContain("upstream_error");
        }
    }

    private int inFlight(String name) {
        for (JsonNode upstream :
                Http.get(coordinator.url() + "/api/upstreams").json().path("items")) {
            if (upstream.path("name").asText().equals(name)) {
                return upstream.path("in_flight").asInt();
            }
        }
        return 0;
    }
}
