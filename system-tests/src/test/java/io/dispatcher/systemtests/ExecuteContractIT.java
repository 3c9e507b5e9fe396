package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes out and what comes back, byte for byte and line for line, as the target and the caller see it. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecuteContractIT {
    private static final byte[] NOTHING = new byte[0];
    private static final int LARGEST_BODY = 1_900_000;

    private Processes processes;
    private ScriptedTarget target;
    private ExecuteApi api;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        processes = new Processes(directory);
        target = new ScriptedTarget();
        RunningProcess coordinator = processes.coordinator("--max-body-bytes", String.valueOf(LARGEST_BODY));
        processes.agent(coordinator, "one", "--address", "127.0.0.2");
        api = new ExecuteApi(coordinator);
    }

    @AfterAll
    void stop() throws IOException {
        processes.close();
        target.close();
    }

    @Test
    void theAnswerHasEveryMemberOfTheContract() {
        target.says("/whole", "200 OK\r\nContent-Type: text/plain", "héllo".getBytes(StandardCharsets.UTF_8));
        JsonNode answer = api.answered("url", target.url("/whole"));
        assertThat(answer.fieldNames())
                .toIterable()
                .containsExactly(
                        "request_id",
                        "agent_id",
                        "source_address",
                        "status_code",
                        "http_version",
                        "headers",
                        "body",
                        "body_base64",
                        "body_truncated",
                        "size_bytes",
                        "attempts",
                        "timings");
        assertThat(answer.path("source_address").asText()).isEqualTo("127.0.0.2");
        assertThat(answer.path("http_version").asText()).isEqualTo("HTTP/1.1");
        assertThat(answer.path("body").asText()).isEqualTo("héllo");
        assertThat(answer.path("body_base64").isNull()).isTrue();
        assertThat(answer.path("size_bytes").asInt()).isEqualTo(6);
        assertThat(answer.path("attempts").asInt()).isEqualTo(1);
        assertThat(answer.path("timings").fieldNames())
                .toIterable()
                .containsExactly("queue_ms", "dns_ms", "connect_ms", "tls_ms", "first_byte_ms", "total_ms");
    }

    /** Forty of 8 MiB: less than half of them would fit into the coordinator's heap, without what is made of them. */
    @Test
    void answersThatTogetherAreLargerThanTheMemoryAllComeWhole() throws Exception {
        byte[] body = new byte[8 * 1024 * 1024];
        Random random = new Random(11);
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) ('a' + random.nextInt(26));
        }
        target.says("/large", "200 OK\r\nContent-Type: text/plain", body);
        ExecutorService callers = Executors.newFixedThreadPool(40);
        try {
            List<Callable<String>> calls = Collections.nCopies(40, () -> {
                try (InputStream answer = api.stream("url", target.url("/large"), "timeout", 60)) {
                    return differs(answer, body);
                }
            });
            for (Future<String> call : callers.invokeAll(calls)) {
                assertThat(call.get()).isEmpty();
            }
        } finally {
            callers.shutdownNow();
        }
        String metrics = Http.get(api.coordinator().url() + "/metrics").body();
        assertThat(metrics).contains("http_dispatcher_answers_waiting 0");
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        Http.get(api.coordinator().url() + "/metrics").body())
                .contains("http_dispatcher_answer_bytes 0"));
    }

    /** Sixty of 1.5 MB whose target does not answer: a quarter of the heap has room for a few of them. */
    @Test
    void largeRequestsThatFindNoMemoryAreRefusedAndTheOthersAnswered() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        target.on("/slow", (request, socket) -> {
            release.await();
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        });
        String body = "x".repeat(1_500_000);
        ExecutorService callers = Executors.newFixedThreadPool(60);
        Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
        try {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                calls.add(callers.submit(() -> statuses.merge(refusedOrAnswered(body), 1, Integer::sum)));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> statuses.getOrDefault(429, 0) > 0);
            release.countDown();
            for (Future<?> call : calls) {
                call.get();
            }
        } finally {
            release.countDown();
            callers.shutdownNow();
        }
        assertThat(statuses.keySet()).containsExactlyInAnyOrder(200, 429);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        Http.get(api.coordinator().url() + "/metrics").body())
                .contains("http_dispatcher_request_bytes 0"));
    }

    /** Of a length that is not said, such a request would find no room among twenty if the longest were assumed. */
    @Test
    void requestsWhoseLengthIsNotSaidTakeRoomAsTheyGrow() throws Exception {
        target.says("/small", "200 OK", "done".getBytes(StandardCharsets.US_ASCII));
        List<RawSocket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                RawSocket caller = new RawSocket(api.coordinator());
                open.add(caller.send(
                        "POST /api/execute HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n186a0\r\n" + " ".repeat(100_000) + "\r\n"));
            }
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(requestBytes())
                    .isBetween(20 * 5 * 100_000L, 20 * 5 * 2 * 100_000L));
            for (RawSocket caller : open) {
                String order = "{\"url\":\"" + target.url("/small") + "\"}";
                String answer = caller.send(Integer.toHexString(order.length()) + "\r\n" + order + "\r\n0\r\n\r\n")
                        .head();
                assertThat(answer).startsWith("HTTP/1.1 200");
            }
        } finally {
            for (RawSocket caller : open) {
                caller.close();
            }
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(requestBytes()).isZero());
    }

    private long requestBytes() throws Exception {
        return Http.get(api.coordinator().url() + "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("http_dispatcher_request_bytes "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    private int refusedOrAnswered(String body) {
        try {
            return api.execute("url", target.url("/slow"), "method", "POST", "body", body, "timeout", 60)
                    .status();
        } catch (UncheckedIOException e) {
            // Refused while it was still being sent: the connection is closed, which may be seen first.
            return 429;
        }
    }

    /** @return what is wrong with an answer; nothing if its body is this one */
    private static String differs(InputStream answer, byte[] body) throws IOException {
        byte[] head = answer.readNBytes(2048);
        String text = new String(head, StandardCharsets.ISO_8859_1);
        int begin = text.indexOf("\"body\":\"") + 8;
        if (begin < 8) {
            return text;
        }
        int early = head.length - begin;
        if (!Arrays.equals(head, begin, head.length, body, 0, early)) {
            return "begins differently";
        }
        byte[] piece = new byte[64 * 1024];
        for (int at = early; at < body.length; ) {
            int read = answer.readNBytes(piece, 0, Math.min(piece.length, body.length - at));
            if (read == 0 || !Arrays.equals(piece, 0, read, body, at, at + read)) {
                return "differs from byte " + at;
            }
            at += read;
        }
        String tail = new String(answer.readAllBytes(), StandardCharsets.ISO_8859_1);
        return tail.startsWith("\",\"body_base64\":null,\"body_truncated\":false,\"size_bytes\":" + body.length)
                ? ""
                : tail;
    }

    @Test
    void headersOfOneNameKeepTheirLinesBothWays() {
        target.says("/lines", "200 OK\r\nX-A: 1\r\nSet-Cookie: a=1; Path=/\r\nx-a: 2\r\nSet-Cookie: b=2", NOTHING);
        JsonNode answer = api.answered(
                "url",
                target.url("/lines"),
                "headers",
                Map.of("X-Dup", List.of("a", "b, c", "a"), "X-Latin", "caf\u00e9"));
        assertThat(answer.path("headers").path("Set-Cookie")).hasToString("[\"a=1; Path=/\",\"b=2\"]");
        assertThat(answer.path("headers").path("X-A")).hasToString("[\"1\",\"2\"]");
        ScriptedTarget.Seen seen = target.seen("/lines").get(0);
        assertThat(seen.header("x-dup")).containsExactly("a", "b, c", "a");
        assertThat(seen.header("x-latin")).containsExactly("caf\u00e9");
        assertThat(seen.header("host")).containsExactly(target.url("").substring("http://".length()));
    }

    @ParameterizedTest
    @CsvSource({"HEAD,200 OK,200", "GET,204 No Content,204", "GET,304 Not Modified,304", "DELETE,205 Reset,205"})
    void anAnswerWithoutBodyEndsAtItsHead(String method, String status, int code) {
        String path = "/none-" + method + code;
        target.on(path, (request, socket) -> socket.getOutputStream()
                .write(("HTTP/1.1 " + status + "\r\nETag: \"x\"\r\n"
                                + (method.equals("HEAD") ? "Content-Length: 1234\r\n" : "")
                                + (code == 205 ? "Content-Length: 0\r\n" : "") + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII)));
        for (int twice = 0; twice < 2; twice++) {
            JsonNode answer = api.answered("url", target.url(path), "method", method, "timeout", 5);
            assertThat(answer.path("status_code").asInt()).isEqualTo(code);
            assertThat(answer.path("headers").path("ETag")).hasToString("[\"\\\"x\\\"\"]");
            assertThat(answer.path("body").asText()).isEmpty();
            assertThat(answer.path("size_bytes").asInt()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_535, 65_536, 65_537, 1_048_576, LARGEST_BODY})
    void binaryBodiesPassUnchangedBothWays(int size) {
        byte[] bytes = random(size);
        target.on("/binary", (request, socket) -> {
            socket.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: "
                                    + request.body().length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(request.body());
        });
        JsonNode answer = api.answered("url", target.url("/binary"), "method", "POST", "body_base64", base64(bytes));
        List<ScriptedTarget.Seen> seen = target.seen("/binary");
        assertThat(seen.get(seen.size() - 1).body()).isEqualTo(bytes);
        assertThat(bodyOf(answer)).isEqualTo(bytes);
        assertThat(answer.path("size_bytes").asInt()).isEqualTo(size);
    }

    @Test
    void eightMebibytesComeBackByteForByteAlsoAFewAtATime() {
        byte[] bytes = random(8 << 20);
        target.says("/large", "200 OK", bytes);
        Parallel.run(4, 4, i -> api.answered("url", target.url("/large"))).forEach(answer -> {
            assertThat(bodyOf(answer)).isEqualTo(bytes);
            assertThat(answer.path("body_truncated").asBoolean()).isFalse();
        });
    }

    @Test
    void aRequestBodyOverTheLimitIsRefusedAndItsFieldNamed() {
        String url = target.url("/never");
        Http.Answer answer = api.refused(
                413,
                "payload-too-large",
                "url",
                url,
                "method",
                "POST",
                "body_base64",
                base64(random(LARGEST_BODY + 1)));
        assertThat(answer.json().path("detail").asText())
                .startsWith("body_base64")
                .contains("1900000");
        api.refused(413, "payload-too-large", "url", url, "method", "POST", "body_base64", base64(random(8 << 20)));
        assertThat(target.seen("/never")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, (8 << 20) - 1, 8 << 20})
    void anAnswerIsCutAtMaxResponseBytesExactly(int limit) {
        byte[] bytes = random(8 << 20);
        target.says("/cut", "200 OK", bytes);
        JsonNode answer = api.answered("url", target.url("/cut"), "max_response_bytes", limit);
        assertThat(bodyOf(answer)).isEqualTo(Arrays.copyOf(bytes, limit));
        assertThat(answer.path("body_truncated").asBoolean()).isEqualTo(limit < bytes.length);
        assertThat(answer.path("size_bytes").asInt()).isGreaterThanOrEqualTo(limit);
    }

    @Test
    void aBodyIsTextOnlyIfItsCharsetSaysSo() {
        byte[] latin = {(byte) 0xe9};
        target.says("/latin", "200 OK\r\nContent-Type: text/plain; charset=ISO-8859-1", latin);
        assertThat(api.answered("url", target.url("/latin")).path("body").asText())
                .isEqualTo("é");
        target.says("/no-utf8", "200 OK\r\nContent-Type: text/plain", latin);
        JsonNode answer = api.answered("url", target.url("/no-utf8"));
        assertThat(answer.path("body").isNull()).isTrue();
        assertThat(bodyOf(answer)).isEqualTo(latin);
    }

    @Test
    void aJsonBodyGoesOutAsJsonAndAStringAsItIs() {
        target.says("/json", "200 OK", NOTHING);
        api.answered("url", target.url("/json"), "method", "POST", "body", Map.of("a", 1));
        api.answered("url", target.url("/json"), "method", "POST", "body", "{\"a\":2}");
        List<ScriptedTarget.Seen> seen = target.seen("/json");
        assertThat(seen.get(0).body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"a\":1}");
        assertThat(seen.get(0).header("content-type")).containsExactly("application/json");
        assertThat(seen.get(1).body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"a\":2}");
        assertThat(seen.get(1).header("content-type")).isEmpty();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        // No text in any charset that decodes strictly.
        bytes[0] = (byte) 0xff;
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bodyOf(JsonNode answer) {
        return answer.path("body_base64").isNull()
                ? answer.path("body").asText().getBytes(StandardCharsets.UTF_8)
                : Base64.getDecoder().decode(answer.path("body_base64").asText());
    }
}
