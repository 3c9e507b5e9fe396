package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to services that only an agent reaches, through {@code /t/}. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TunnelIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Processes processes;
    private UpstreamServer shop;
    private RunningProcess coordinator;
    private Path data;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        processes = new Processes(directory);
        shop = new UpstreamServer();
        data = directory.resolve("node");
        coordinator = processes.coordinator("--proxy", "0=shop", "--data-dir", data.toString());
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

    private static String type(HttpResponse<String> problem) {
        assertThat(problem.headers().firstValue("content-type")).contains("application/problem+json");
        String type = new Http.Answer(problem.statusCode(), problem.headers(), problem.body())
                .json()
                .path("type")
                .asText();
        return problem.statusCode() + " " + type.substring(type.lastIndexOf('/') + 1);
    }

    @Test
    void aServiceIsUsedAsIfItWereLocal() throws Exception {
        HttpResponse<String> answer = send(to("shop/").GET());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("Welcome!");
        assertThat(answer.headers().map())
                .containsKeys("dispatcher-broker-req-id", "dispatcher-upstream-req-id", "x-shop");
        assertThat(answer.headers().allValues("server")).containsExactly("shop");
        assertThat(send(to("shop/nowhere").GET()).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PURGE"})
    void anyMethodPathQueryAndHeaderArrivesAsItWas(String method) throws Exception {
        HttpResponse<String> answer = send(to("shop/echo/a%20b/c;d?x=1&y=%C3%A4&z")
                .header("X-Many", "one")
                .header("X-Many", "two")
                .header("Authorization", "Basic c2hvcDpzaG9w")
                .method(method, BodyPublishers.noBody()));
        assertThat(answer.body())
                .startsWith(method + " /echo/a%20b/c;d?x=1&y=%C3%A4&z\n")
                .contains("x-many: [one, two]", "authorization: [Basic c2hvcDpzaG9w]", "via: [1.1 dispatcher]")
                .contains("forwarded: [for=127.0.0.1;proto=http;host=\"127.0.0.1:")
                .contains("host: [" + shop.url().substring("http://".length()) + "]");
    }

    @Test
    void aHeadHasNoBody() throws Exception {
        HttpResponse<String> answer = send(to("shop/").method("HEAD", BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-length")).contains("8");
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 262_144, 1_000_003, 30_000_000})
    void bodiesOfAnySizeComeBackAsTheyWent(int size) throws Exception {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);
        for (BodyPublisher publisher : List.of(BodyPublishers.ofByteArray(body), chunked(body))) {
            HttpResponse<byte[]> answer =
                    CLIENT.send(to("shop/mirror").POST(publisher).build(), BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(Arrays.equals(answer.body(), body)).as(size + " bytes").isTrue();
        }
    }

    private static BodyPublisher chunked(byte[] body) {
        return BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body));
    }

    @Test
    void whatAnUpstreamSaysNowAndThenComesAsItIsSaid() throws Exception {
        HttpResponse<InputStream> answer = CLIENT.send(to("shop/events").GET().build(), BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        try (InputStream in = answer.body()) {
            for (int i = 0; i < 3; i++) {
                // It says the next only when it is let: what it said before must have come.
                shop.say("data: " + i + "\n\n");
                assertThat(new String(in.readNBytes(9), StandardCharsets.UTF_8)).isEqualTo("data: " + i + "\n\n");
            }
            shop.say("");
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void anAnswerThatBreaksOffIsSeenToBreakOff() throws Exception {
        // Begun it can only break off; what broke off before it came here is told as what it is.
        try {
            assertThat(type(send(to("shop/broken").GET()))).isEqualTo("502 upstream-io");
        } catch (IOException e) {
            assertThat(e).isNotInstanceOf(HttpTimeoutException.class);
        }
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(lastOf("/broken").path("error").asText()).isEqualTo("upstream-io"));
    }

    private JsonNode lastOf(String path) {
        return Http.get(coordinator.url() + "/api/history?kind=tunnel&limit=1&url=" + path)
                .json()
                .path("items")
                .path(0);
    }

    @Test
    void aCallerThatGoesAwayStopsTheUpstream() throws Exception {
        CompletableFuture<Void> gone = shop.nextAborted();
        HttpResponse<InputStream> answer = CLIENT.send(to("shop/endless").GET().build(), BodyHandlers.ofInputStream());
        answer.body().readNBytes(1_000_000);
        answer.body().close();
        assertThat(gone).succeedsWithin(LIMIT);
    }

    @Test
    void aSlowReaderHoldsBackItsUpstreamAndNobodyElse() throws Exception {
        HttpResponse<InputStream> slow = CLIENT.send(to("shop/endless").GET().build(), BodyHandlers.ofInputStream());
        try (InputStream in = slow.body()) {
            in.readNBytes(1000);
            AtomicLong before = new AtomicLong();
            await().atMost(LIMIT).during(Duration.ofMillis(500)).until(() -> {
                long now = shop.endlessBytes();
                return before.getAndSet(now) == now;
            });
            assertThat(shop.endlessBytes()).isLessThan(64L << 20);
            for (int i = 0; i < 20; i++) {
                assertThat(send(to("shop/").GET()).statusCode()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65_537, 1_000_000})
    void anUpstreamThatCannotBeReachedIsTold(int size) throws Exception {
        HttpResponse<String> answer = send(to("away/").POST(BodyPublishers.ofByteArray(new byte[size])));
        assertThat(type(answer)).isEqualTo("502 upstream-connect");
        assertThat(answer.body()).contains("\"failure_source\":\"upstream\"", "http://127.0.0.1:1");
    }

    @Test
    void theThreeWaitsAreToldApart() throws Exception {
        assertThat(type(send(
                        to("nobody/").header("Dispatcher-Upstream-Wait", "0").GET())))
                .isEqualTo("404 unknown-upstream");
        HttpResponse<String> none =
                send(to("nobody/").header("Dispatcher-Upstream-Wait", "0.3").GET());
        assertThat(type(none)).isEqualTo("503 no-upstream");
        assertThat(none.headers().firstValue("retry-after")).isPresent();
        assertThat(type(send(
                        to("shop/never").header("Dispatcher-Reply-Wait", "0.5").GET())))
                .isEqualTo("504 reply-timeout");
        RunningProcess frozen = processes.agent(coordinator, "frozen", "--upstream", "frozen=" + shop.url());
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(frozen.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(type(send(to("frozen/").header("Dispatcher-Ack-Wait", "0.5").GET())))
                .isEqualTo("504 ack-timeout");
        frozen.kill();
        HttpResponse<String> bad =
                send(to("shop/").header("Dispatcher-Ack-Wait", "soon").GET());
        assertThat(type(bad)).isEqualTo("400 invalid-request");
        assertThat(bad.body()).contains("dispatcher-ack-wait");
        assertThat(type(send(to("no%20name/").GET()))).isEqualTo("400 invalid-request");
    }

    @Test
    void aRequestWaitsInTheQueueUntilAnAgentClaimsItsUpstream() throws Exception {
        CompletableFuture<HttpResponse<String>> waiting = CLIENT.sendAsync(
                to("later/echo").POST(BodyPublishers.ofString("x")).build(), BodyHandlers.ofString());
        await().atMost(LIMIT)
                .until(() ->
                        Http.get(coordinator.url() + "/api/upstreams").body().contains("\"waiting\":1"));
        RunningProcess late = processes.agent(coordinator, "late", "--upstream", "later=" + shop.url());
        assertThat(waiting).succeedsWithin(LIMIT);
        assertThat(waiting.get().statusCode()).isEqualTo(200);
        late.stop();
    }

    @Test
    void agentsThatClaimTheSameNameShareItsLoad() throws Exception {
        List<RunningProcess> pair = List.of(
                processes.agent(coordinator, "left", "--upstream", "shared=" + shop.url()),
                processes.agent(coordinator, "right", "--upstream", "shared=" + shop.url()));
        for (int i = 0; i < 10; i++) {
            assertThat(send(to("shared/").GET()).statusCode()).isEqualTo(200);
        }
        await().atMost(LIMIT).untilAsserted(() -> {
            Set<String> agents = new TreeSet<>();
            Http.get(coordinator.url() + "/api/history?kind=tunnel&limit=100&url=shared")
                    .json()
                    .path("items")
                    .forEach(item -> agents.add(item.path("agent_id").asText()));
            assertThat(agents).containsExactly("left", "right");
        });
        FinishedProcess listed = processes.run("upstreams", "--server", coordinator.url());
        assertThat(listed.out()).contains("left connected, right connected");
        // An agent that is told to stop finishes what it has; the other one takes the rest.
        CompletableFuture<FinishedProcess> stopped =
                CompletableFuture.supplyAsync(() -> pair.get(0).stop());
        while (!stopped.isDone()) {
            assertThat(send(to("shared/").GET()).statusCode()).isEqualTo(200);
        }
        pair.get(1).stop();
    }

    @Test
    void aClientsOwnPortLeadsToTheUpstream() throws Exception {
        RunningProcess tunnel = processes.tunnel(coordinator, "shop", "--client-id", "laptop", "--ttl", "7");
        String door = tunnel.url();
        assertThat(door).startsWith("http://127.0.0.1:");
        HttpRequest.Builder echo =
                HttpRequest.newBuilder(URI.create(door + "/echo/a%20b?x=1")).timeout(LIMIT);
        HttpResponse<String> echoed = send(echo.GET());
        assertThat(echoed.body())
                .startsWith("GET /echo/a%20b?x=1\n")
                .contains("dispatcher-client-id: [laptop]", "dispatcher-client-req-id: [")
                .doesNotContain("dispatcher-upstream-wait");
        byte[] body = new byte[3_000_000];
        new Random(1).nextBytes(body);
        HttpRequest mirror = HttpRequest.newBuilder(URI.create(door + "/mirror"))
                .timeout(LIMIT)
                .POST(chunked(body))
                .build();
        assertThat(Arrays.equals(CLIENT.send(mirror, BodyHandlers.ofByteArray()).body(), body))
                .isTrue();
        assertThat(tunnel.stop().code()).isZero();
    }

    @Test
    void aPortOfTheCoordinatorsIsTheUpstream() throws Exception {
        String port = coordinator.proxy("shop").toString();
        assertThat(port).startsWith("http://127.0.0.1:");
        HttpResponse<String> echoed = send(HttpRequest.newBuilder(URI.create(port + "/echo/a%2Fb?x=secret"))
                .header("Authorization", "Basic c2hvcDpzaG9w")
                .timeout(LIMIT));
        assertThat(echoed.body())
                .startsWith("GET /echo/a%2Fb?x=secret\n")
                .contains("authorization: [Basic c2hvcDpzaG9w]", "forwarded: [for=127.0.0.1;proto=http;host=");
        byte[] body = new byte[3_000_000];
        new Random(1).nextBytes(body);
        HttpRequest mirror = HttpRequest.newBuilder(URI.create(port + "/mirror"))
                .timeout(LIMIT)
                .POST(chunked(body))
                .build();
        assertThat(Arrays.equals(CLIENT.send(mirror, BodyHandlers.ofByteArray()).body(), body))
                .isTrue();
        CompletableFuture<Void> gone = shop.nextAborted();
        HttpRequest endless =
                HttpRequest.newBuilder(URI.create(port + "/endless")).build();
        HttpResponse<InputStream> left = CLIENT.send(endless, BodyHandlers.ofInputStream());
        left.body().readNBytes(1_000_000);
        left.body().close();
        assertThat(gone).succeedsWithin(LIMIT);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(Files.readString(data.resolve("logs/coordinator.0.log")))
                .contains("\"GET /echo/a%2Fb HTTP/1.1\" 200")
                .doesNotContain("x=secret"));
    }

    @Test
    void anUpstreamIsTakenOutAndPutBackByCommand() throws Exception {
        RunningProcess agent = processes.agent(coordinator, "serviced", "--upstream", "serviced=" + shop.url());
        assertThat(send(to("serviced/").GET()).statusCode()).isEqualTo(200);
        long before = Http.get(coordinator.url() + "/api/events/snapshot?since_id=999999999999999999&limit=1")
                .json()
                .path("next_since_id")
                .asLong();
        FinishedProcess out = processes.run("upstreams", "--server", coordinator.url(), "--take-out", "serviced");
        assertThat(out.out()).containsPattern("serviced +serviced connected +0 +0 +maintenance");
        assertThat(type(send(to("serviced/").GET()))).isEqualTo("503 no-upstream");
        FinishedProcess back = processes.run("upstreams", "--server", coordinator.url(), "--put-back", "serviced");
        assertThat(back.out()).containsPattern("serviced +serviced connected +0 +0 +serves");
        assertThat(send(to("serviced/").GET()).statusCode()).isEqualTo(200);
        assertThat(processes
                        .run("upstreams", "--server", coordinator.url(), "--take-out", "unheard-of")
                        .err())
                .contains("There is no upstream of that name");
        await().atMost(LIMIT).untilAsserted(() -> {
            String events = Http.get(coordinator.url() + "/api/events/snapshot?limit=1000&since_id=" + before)
                    .body();
            assertThat(events).contains("\"tunnel.taken_out\"", "\"tunnel.put_back\"", "\"upstream\":\"serviced\"");
        });
        agent.stop();
    }

    @Test
    void whatIsStillSentAfterTheAnswerDoesNotBreakIt() throws Exception {
        try (RawSocket caller = new RawSocket(coordinator)) {
            caller.send("POST /t/unheard-of/ HTTP/1.1\r\nHost: localhost\r\nDispatcher-Upstream-Wait: 0\r\n"
                    + "Content-Length: 1000000\r\n\r\n" + "x".repeat(500_000));
            assertThat(caller.readToEnd()).startsWith("HTTP/1.1 404 ").contains("/problems/unknown-upstream");
        }
    }

    @Test
    void aBodyThatBreaksOffIsNotTakenForWhole() throws Exception {
        try (RawSocket caller = new RawSocket(coordinator)) {
            UpstreamServer.Upload upload = shop.nextUpload();
            caller.send("POST /t/shop/whole HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\nabc\r\n");
            assertThat(upload.begun()).succeedsWithin(LIMIT);
            caller.reset();
            assertThat(upload.whole()).succeedsWithin(LIMIT).isEqualTo(false);
        }
    }

    @Test
    void tunnelsAreInHistoryAndMetrics() throws Exception {
        send(to("shop/mirror?in-history").POST(BodyPublishers.ofString("four")));
        await().atMost(LIMIT).untilAsserted(() -> {
            JsonNode item = lastOf("in-history");
            assertThat(item.path("kind").asText()).isEqualTo("tunnel");
            assertThat(item.path("agent_id").asText()).isEqualTo("inside");
            assertThat(item.path("url").asText()).isEqualTo("upstream://shop/mirror?in-history");
            assertThat(item.path("status_code").asInt()).isEqualTo(200);
        });
        assertThat(Http.get(coordinator.url() + "/metrics").body())
                .contains("http_dispatcher_tunnel_requests_total{status_code=\"200\",upstream=\"shop\"}")
                .contains("http_dispatcher_tunnel_duration_seconds_count{upstream=\"shop\"}")
                .contains("http_dispatcher_tunnel_bytes_total{direction=\"response\",upstream=\"shop\"}");
    }

    @Test
    void aStreamNobodyOpenedIsRefused() throws Exception {
        HttpRequest.Builder guess = HttpRequest.newBuilder(URI.create(coordinator.url() + "/streams/x"))
                .header("Dispatcher-Stream", "0123456789abcdef0123456789abcdef");
        assertThat(type(send(guess.GET()))).isEqualTo("404 not-found");
        assertThat(type(send(guess.POST(BodyPublishers.ofString("x"))))).isEqualTo("404 not-found");
    }
}
