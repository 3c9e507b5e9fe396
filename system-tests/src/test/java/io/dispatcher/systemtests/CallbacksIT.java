package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Callbacks of one coordinator, which is killed in the last test. */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CallbacksIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static Processes processes;
    private static CountingTarget target;
    private static ScriptedTarget receiver;
    private static String[] options;
    private static RunningProcess coordinator;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        processes = new Processes(directory);
        target = new CountingTarget();
        receiver = new ScriptedTarget();
        options = new String[] {
            "--port", Integer.toString(Processes.freePort()),
            "--data-dir", processes.path("data"),
            "--allow", "127.0.0.1/32"
        };
        coordinator = processes.coordinator(options);
        processes.agent(coordinator, "one");
    }

    @AfterAll
    static void stop() throws IOException {
        processes.close();
        target.close();
        receiver.close();
    }

    private static String accepted(int number, String callback) {
        Http.Answer answer = execute(number, callback);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().path("request_id").asText();
    }

    private static Http.Answer execute(int number, String callback) {
        return Http.post(
                coordinator.url() + "/api/execute",
                ExecuteApi.body("url", target.url(number), "mode", "async", "callback_url", callback));
    }

    private static List<ScriptedTarget.Seen> told(String path, int times) {
        await().atMost(LIMIT).until(() -> receiver.seen(path).size() >= times);
        return receiver.seen(path);
    }

    private static JsonNode json(ScriptedTarget.Seen request) throws IOException {
        return new ObjectMapper().readTree(request.body());
    }

    private static double metric(String line) {
        return Http.get(coordinator.url() + "/metrics")
                .body()
                .lines()
                .filter(text -> text.startsWith(line))
                .mapToDouble(text -> Double.parseDouble(text.substring(text.lastIndexOf(' '))))
                .sum();
    }

    private static String id(ScriptedTarget.Seen request) {
        return request.header("webhook-id").get(0);
    }

    @Test
    @Order(1)
    void theReceiverGetsTheSignedStatusOfTheRequest() throws Exception {
        receiver.says("/signed", "204 No Content");
        Instant before = Instant.now().minusSeconds(2);

        String id = accepted(1, receiver.url("/signed"));

        ScriptedTarget.Seen told = told("/signed", 1).get(0);
        assertThat(told.method()).isEqualTo("POST");
        assertThat(json(told))
                .isEqualTo(Http.get(coordinator.url() + "/api/requests/" + id).json());
        assertThat(json(told).path("status").asText()).isEqualTo("completed");
        assertThat(id(told)).isEqualTo(id);
        String time = told.header("webhook-timestamp").get(0);
        assertThat(Instant.ofEpochSecond(Long.parseLong(time))).isBetween(before, Instant.now());
        assertThat(told.header("webhook-signature"))
                .containsExactly("v1," + signed(id + "." + time + ".", told.body()));
    }

    /** As a receiver would, with the secret it was given. */
    private static String signed(String head, byte[] body) throws Exception {
        String secret = Http.get(coordinator.url() + "/api/callbacks/secret")
                .json()
                .path("secret")
                .asText();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        mac.update(head.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(mac.doFinal(body));
    }

    @Test
    @Order(2)
    void aReceiverThatFailsIsTriedAgainAndGetsTheSameId() {
        AtomicInteger calls = new AtomicInteger();
        receiver.on("/fails-once", (request, socket) -> {
            String status = calls.incrementAndGet() == 1 ? "500 No" : "200 OK";
            write(socket, "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
        });

        String id = accepted(2, receiver.url("/fails-once"));

        assertThat(told("/fails-once", 2)).extracting(CallbacksIT::id).containsExactly(id, id);
        await().atMost(LIMIT).until(() -> metric("http_dispatcher_callbacks_total{result=\"failed\"}") >= 1);
        assertThat(metric("http_dispatcher_callbacks_total{result=\"delivered\"}"))
                .isPositive();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    @Order(3)
    void oneThatWantsNoMoreBecomesADeadLetter() {
        receiver.says("/gone", "410 Gone");
        double dead = metric("http_dispatcher_dead_letters");

        accepted(3, receiver.url("/gone"));

        told("/gone", 1);
        await().atMost(LIMIT).until(() -> metric("http_dispatcher_dead_letters") == dead + 1);
        assertThat(metric("http_dispatcher_callbacks_total{result=\"dead\"}")).isPositive();
        assertThat(Http.get(coordinator.url() + "/api/stats")
                        .json()
                        .at("/queue/dead")
                        .asDouble())
                .isEqualTo(dead + 1);
    }

    @Test
    @Order(4)
    void aSlowReceiverDoesNotHoldUpOthers() throws IOException {
        receiver.says("/quick", "200 OK");
        // On a port of its own: by that receivers are told apart.
        try (ScriptedTarget slow = new ScriptedTarget()) {
            slow.hangs("/hangs");
            for (int i = 0; i < 40; i++) {
                accepted(4, slow.url("/hangs"));
            }
            accepted(4, receiver.url("/quick"));

            await().atMost(Duration.ofSeconds(8))
                    .until(() -> receiver.seen("/quick").size() == 1);
            assertThat(slow.seen("/hangs")).hasSizeBetween(1, 8);
        }
    }

    @Test
    @Order(5)
    void anAddressThatIsNotAllowedIsRefusedAtOnceOrWhenItsNameIsResolved() {
        Http.Answer literal = execute(5, "http://10.1.2.3/");
        assertThat(literal.status()).as(literal.body()).isEqualTo(403);
        assertThat(literal.json().path("type").asText()).endsWith("/egress-denied");
        assertThat(literal.json().path("detail").asText()).startsWith("callback_url: 10.1.2.3");
        Http.Answer itself = execute(5, coordinator.url() + "/api/execute");
        assertThat(itself.status()).as(itself.body()).isEqualTo(403);
        double dead = metric("http_dispatcher_dead_letters");

        accepted(5, "http://localhost:" + coordinator.url().replaceAll(".*:", "") + "/api/config/request");

        await().atMost(LIMIT).until(() -> metric("http_dispatcher_dead_letters") == dead + 1);
    }

    @Test
    @Order(6)
    void aKillBetweenTheTriesLosesNoneAndTheSecretStays() throws Exception {
        receiver.says("/away", "503 Away");
        String id = accepted(6, receiver.url("/away"));
        told("/away", 1);
        double failed = metric("http_dispatcher_callbacks_total{result=\"failed\"}");
        String secret = Http.get(coordinator.url() + "/api/callbacks/secret").body();

        coordinator.kill();
        receiver.says("/away", "200 OK");
        int before = receiver.seen("/away").size();
        coordinator = processes.coordinator(options);

        List<ScriptedTarget.Seen> told = told("/away", before + 1);
        assertThat(told).extracting(CallbacksIT::id).containsOnly(id);
        assertThat(json(told.get(told.size() - 1)).path("status").asText()).isEqualTo("completed");
        assertThat(failed).isPositive();
        assertThat(Http.get(coordinator.url() + "/api/callbacks/secret").body()).isEqualTo(secret);
    }
}
