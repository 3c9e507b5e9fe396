package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.DeliveryMode;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mocks on the coordinator's own port. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MockIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Processes processes;
    private RunningProcess coordinator;
    private String[] options;
    private int brokerPort;

    @BeforeAll
    void start(@TempDir Path temporary) {
        processes = new Processes(temporary);
        brokerPort = Processes.freePort();
        options = new String[] {
            "--port",
            Integer.toString(Processes.freePort()),
            "--broker-port",
            Integer.toString(brokerPort),
            "--data-dir",
            processes.path("data"),
            "--allow",
            "127.0.0.0/8",
            "--max-mock-body-bytes",
            "20000",
            "--max-mock-routes",
            "30"
        };
        coordinator = processes.coordinator(options);
    }

    @AfterAll
    void stop() {
        processes.close();
    }

    private String mocks() {
        return coordinator.url() + "/api/mocks";
    }

    private String create(String json) {
        Http.Answer made = Http.post(mocks(), json.replace('\'', '"'));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String id = made.json().path("id").asText();
        assertThat(made.headers().firstValue("Location")).hasValue(mocks() + "/" + id);
        return id;
    }

    private Http.Answer get(String path, String... headers) {
        return Http.get(coordinator.url() + path, headers);
    }

    private String raw(String text) throws Exception {
        try (RawSocket socket = new RawSocket(coordinator)) {
            return socket.send(text).readToEnd();
        }
    }

    private static String request(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    }

    private JsonNode hits(String id) {
        return Http.get(mocks() + "/" + id).json().path("hits");
    }

    @Test
    void aMockIsStoredAnswersAndIsStillThereAfterARestart() {
        String id = create("{'path_pattern': '/api/users/{id}', 'method': 'POST', 'status': 201,"
                + " 'headers': {'X-Mock-Server': 'custom', 'Set-Cookie': ['a=1', 'b=2']}, 'body': {'created': true}}");
        Http.Answer answer = Http.post(coordinator.url() + "/api/users/7", "{}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("{\"created\":true}");
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/json");
        assertThat(answer.headers().firstValue("x-mock-server")).hasValue("custom");
        assertThat(answer.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
        assertThat(answer.headers().firstValue("content-security-policy")).hasValue("sandbox");
        assertThat(hits(id).asInt()).isEqualTo(1);
        assertThat(Http.get(mocks()).json().path("items").toString()).contains(id);
        coordinator.stop();
        coordinator = processes.coordinator(options);
        assertThat(hits(id).asInt()).isEqualTo(1);
        assertThat(Http.post(coordinator.url() + "/api/users/8", "{}").status()).isEqualTo(201);
        JsonNode whole = Http.get(mocks() + "/" + id).json();
        Http.Answer replaced =
                Http.send("PUT", mocks() + "/" + id, whole.toString().replace("\"status\":201", "\"status\":202"));
        assertThat(replaced.status()).as(replaced.body()).isEqualTo(200);
        assertThat(Http.post(coordinator.url() + "/api/users/8", "{}").status()).isEqualTo(202);
        assertThat(Http.send("DELETE", mocks() + "/" + id, "").status()).isEqualTo(204);
        assertThat(Http.get(mocks() + "/" + id).status()).isEqualTo(404);
        assertThat(Http.post(coordinator.url() + "/api/users/8", "{}").status()).isEqualTo(404);
    }

    @Test
    void methodsAreAsHttpHasThem() throws Exception {
        create("{'path_pattern': '/m/one', 'body': 'hello', 'content_type': 'text/plain'}");
        create("{'path_pattern': '/m/any', 'method': '*', 'body': 'any'}");
        String head = raw(request("HEAD", "/m/one"));
        assertThat(head).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: 5");
        assertThat(head).doesNotContain("hello");
        String wrong = raw(request("DELETE", "/m/one"));
        assertThat(wrong).startsWith("HTTP/1.1 405").contains("Allow: GET, HEAD");
        assertThat(raw(request("BREW", "/m/any"))).startsWith("HTTP/1.1 200");
        assertThat(raw(request("BREW", "/m/one"))).startsWith("HTTP/1.1 405");
        assertThat(raw(request("BREW", "/nothing/here"))).startsWith("HTTP/1.1 501");
    }

    @Test
    void aRequestThatFitsNoneIsToldWhichNearlyDid() {
        String id = create("{'path_pattern': '/n/{x}', 'method': 'POST',"
                + " 'match': {'body': {'json': [{'path': '$.a', 'equals': 1}]}}}");
        assertThat(Http.post(coordinator.url() + "/n/1", "{\"a\": 1.0}").status())
                .isEqualTo(200);
        Http.Answer missed = Http.post(coordinator.url() + "/n/1", "{\"a\": 2}");
        assertThat(missed.status()).isEqualTo(404);
        assertThat(missed.json().path("type").asText()).isEqualTo("/problems/not-found");
        JsonNode near = missed.json().path("near_misses").get(0);
        assertThat(near.path("mock_id").asText()).isEqualTo(id);
        assertThat(near.path("reasons").get(0).asText()).isEqualTo("JSON path $.a is 2, wanted equal to 1");
    }

    @Test
    void ownRoutesAreReservedAndLimitsHold() {
        String pattern = "{\"path_pattern\": \"%s\"%s}";
        assertThat(Http.problemType(Http.post(mocks(), String.format(pattern, "/api/execute", ""))
                        .body()))
                .isEqualTo("reserved-path");
        Http.Answer large =
                Http.post(mocks(), String.format(pattern, "/l", ", \"body\": \"" + "x".repeat(20_001) + "\""));
        assertThat(large.status()).isEqualTo(413);
        String wide = create("{'path_pattern': '/**', 'method': '*', 'priority': -1, 'status': 299}");
        assertThat(get("/api/stats").status()).isEqualTo(200);
        assertThat(get("/health/live").status()).isEqualTo(200);
        assertThat(get("/whatever/it/is").status()).isEqualTo(299);
        assertThat(Http.send("DELETE", mocks() + "/" + wide, "").status()).isEqualTo(204);
        List<String> made = new ArrayList<>();
        Http.Answer last;
        while ((last = Http.post(mocks(), String.format(pattern, "/l/" + made.size(), ""))).status() == 201) {
            made.add(last.json().path("id").asText());
        }
        assertThat(Http.problemType(last.body())).isEqualTo("limit-reached");
        made.forEach(id -> Http.send("DELETE", mocks() + "/" + id, ""));
    }

    @Test
    void templatesStatesDelaysAndLargeAnswers() {
        create("{'path_pattern': '/t2/{id}', 'method': '*', 'template': true,"
                + " 'body': {'id': '{{request.path.id}}', 'said': '{{request.body.$.say}}'}}");
        assertThat(Http.post(coordinator.url() + "/t2/5", "{\"say\": \"a \\\"b\\\"\"}")
                        .json()
                        .path("said")
                        .asText())
                .isEqualTo("a \"b\"");
        create("{'path_pattern': '/s', 'scenario': 'door', 'required_state': 'started', 'next_state': 'open',"
                + " 'body': 'closed', 'delay_ms': 30}");
        create("{'path_pattern': '/s', 'scenario': 'door', 'required_state': 'open', 'body': '" + "o".repeat(15_000)
                + "'}");
        assertThat(get("/s").body()).isEqualTo("closed");
        assertThat(get("/s").body()).hasSize(15_000);
        assertThat(get("/s").body()).hasSize(15_000);
        assertThat(Http.post(mocks() + "/reset", "").status()).isEqualTo(204);
        assertThat(get("/s").body()).isEqualTo("closed");
    }

    @Test
    void faultsBreakConnectionsOnPurpose() throws Exception {
        String fault = "{'path_pattern': '/f/%s', 'body': 'all of it', 'content_type': 'text/plain',"
                + " 'fault': {'kind': '%s', 'duration_ms': 100, 'status': 502}}";
        for (String kind : List.of("empty", "garbage", "slow", "error", "reset")) {
            create(String.format(fault, kind, kind));
        }
        assertThat(raw(request("GET", "/f/empty"))).isEmpty();
        assertThat(raw(request("GET", "/f/garbage")))
                .contains("this is no HTTP")
                .doesNotStartWith("HTTP/1.1");
        assertThat(raw(request("GET", "/f/slow"))).startsWith("HTTP/1.1 200").contains("all of it");
        assertThat(raw(request("GET", "/f/error"))).startsWith("HTTP/1.1 502");
        try {
            assertThat(raw(request("GET", "/f/reset"))).isEmpty();
        } catch (java.net.SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    @Test
    void hitsAreCountedOnceEach() {
        String id = create("{'path_pattern': '/h'}");
        for (int i = 0; i < 50; i++) {
            get("/h");
        }
        await().atMost(LIMIT).untilAsserted(() -> assertThat(hits(id).asInt()).isEqualTo(50));
    }

    @Test
    void aRecordBecomesAMockAndMocksAreInTheHistory() {
        String id = create("{'path_pattern': '/r/{x}', 'status': 203, 'body': 'was', 'content_type': 'text/plain',"
                + " 'headers': {'X-A': '1'}}");
        get("/r/1?q=2");
        String records = coordinator.url() + "/api/history?kind=mock&url=/r/1";
        await().atMost(LIMIT).until(() -> Http.get(records).json().path("items").size() == 1);
        JsonNode item = Http.get(records).json().path("items").get(0);
        assertThat(item.path("status_code").asInt()).isEqualTo(203);
        String record = item.path("id").asText();
        assertThat(Http.get(coordinator.url() + "/api/history/" + record).body())
                .contains("mock " + id);
        Http.Answer made = Http.post(mocks() + "/from-history/" + record, "{\"path_pattern\": \"/copy\"}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        Http.Answer copy = get("/copy?q=2");
        assertThat(copy.status()).isEqualTo(203);
        assertThat(copy.body()).isEqualTo("was");
        assertThat(copy.headers().firstValue("x-a")).hasValue("1");
        assertThat(get("/copy?q=3").status()).isEqualTo(404);
        assertThat(Http.get(coordinator.url() + "/metrics").body())
                .contains("http_dispatcher_mock_requests_total{result=\"answered\"}");
    }

    @Test
    void anUpstreamThatIsAwayIsStoodInForAndThatIsSaid() throws Exception {
        String id = create("{'path_pattern': '/stock/{id}', 'method': '*', 'upstream': 'shop', 'template': true,"
                + " 'body': {'id': '{{request.path.id}}', 'said': '{{request.body}}'}}");
        Http.Answer answer = Http.post(coordinator.url() + "/t/shop/stock/5?a=b", "hello");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().firstValue("dispatcher-stand-in")).hasValue("mock " + id);
        assertThat(answer.json().path("id").asText()).isEqualTo("5");
        assertThat(get("/stock/5").status()).isEqualTo(404);
        try (JmsClient client = new JmsClient(JmsClient.Kind.ARTEMIS, brokerPort, "", "")) {
            TextMessage request =
                    client.request("url", "upstream://shop/stock/6", "method", "POST", "body", "by message");
            request.setStringProperty("dispatcher_kind", "tunnel");
            JsonNode reply = JmsClient.json(client.exchange(request, DeliveryMode.NON_PERSISTENT));
            assertThat(reply.path("status_code").asInt()).as(reply.toString()).isEqualTo(200);
            assertThat(reply.path("body").asText()).contains("\"id\":\"6\"", "by message");
            assertThat(reply.path("headers").path("Dispatcher-Stand-In").get(0).asText())
                    .isEqualTo("mock " + id);
        }
        try (UpstreamServer shop = new UpstreamServer()) {
            RunningProcess agent = processes.agent(coordinator, "shop-agent", "--upstream", "shop=" + shop.url());
            await().atMost(LIMIT).untilAsserted(() -> assertThat(Http.get(coordinator.url() + "/t/shop/stock/5")
                            .headers()
                            .firstValue("dispatcher-stand-in"))
                    .isEmpty());
            agent.stop();
        }
    }

    @Test
    void theTargetHasTheMocksOnItsOwnPortAndNothingElseOfTheCoordinator() {
        create("{'path_pattern': '/p/{x}', 'method': '*', 'template': true, 'content_type': 'text/plain',"
                + " 'body': '{{request.method}} {{request.body}}'}");
        RunningProcess target = processes.target("--coordinator-url", coordinator.url());
        assertThat(Http.post(target.url() + "/p/1", "hey").body()).isEqualTo("POST hey");
        assertThat(Http.get(target.url() + "/echo/x").body()).isEqualTo("x");
        assertThat(Http.get(target.url() + "/api/stats").status()).isEqualTo(404);
        assertThat(Http.get(target.url() + "/q/1").body()).contains("near_misses");
        target.stop();
    }
}
