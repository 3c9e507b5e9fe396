package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What hostile or broken callers and agents get: a clear refusal, and everybody else goes on being served. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final int SOCKET_LIMIT_MS = 20_000;

    private Processes processes;
    private RunningProcess target;
    private RunningProcess coordinator;

    @BeforeAll
    void start(@TempDir Path directory) {
        processes = new Processes(directory);
        target = processes.target();
        coordinator = processes.coordinator();
        processes.agent(coordinator, "one");
    }

    @AfterAll
    void stop() {
        processes.close();
    }

    @AfterEach
    void stillServes() {
        Http.Answer answer = execute("{\"url\": \"" + target.url() + "/echo/still\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("body").asText()).isEqualTo("still");
    }

    @Test
    void everyWrongFieldIsNamed() {
        Map<String, String[]> wrong = Map.ofEntries(
                Map.entry("url", new String[] {"5", "\"\"", "\"ftp://a/\"", "\"http://\"", "\"http://a:0/\"", "null"}),
                Map.entry("method", new String[] {"7", "\"A B\"", "\"CONNECT\"", "\"\""}),
                Map.entry("headers", new String[] {
                    "[]", "\"x\"", "{\"a b\": \"x\"}", "{\"X\": 5}", "{\"X\": \"a\\r\\nY: b\"}", "{\"X\": [[]]}"
                }),
                Map.entry("body_base64", new String[] {"\"%%%\"", "5", "\"AA==\", \"body\": \"both\""}),
                Map.entry("timeout", new String[] {"\"soon\"", "-1", "0", "1e99", "true"}),
                Map.entry("ttl", new String[] {"\"x\"", "-1", "[]"}),
                Map.entry("agent_id", new String[] {"5", "\"a b\"", "\"\"", "\"../x\""}),
                Map.entry("source_address", new String[] {"5", "\"not-an-address\"", "\"127.0.0.1/8\""}),
                Map.entry("labels", new String[] {"[]", "\"x\"", "{\"a\": 5}", "{\"a b\": \"c\"}"}),
                Map.entry("strategy", new String[] {"\"best\"", "5"}),
                Map.entry("session", new String[] {"5", "{}"}),
                Map.entry("follow_redirects", new String[] {"\"yes\"", "1"}),
                Map.entry("verify_tls", new String[] {"\"no\"", "0"}),
                Map.entry("max_response_bytes", new String[] {"-1", "1.5", "\"many\"", "99999999999999999999"}),
                Map.entry("redeliver", new String[] {"\"no\"", "{}"}),
                Map.entry("agent_wait", new String[] {"-1", "\"x\""}),
                Map.entry("ack_wait", new String[] {"-1", "\"x\""}),
                Map.entry("reply_wait", new String[] {"-1", "\"x\""}),
                Map.entry("mode", new String[] {"\"later\"", "5"}),
                Map.entry("callback_url", new String[] {"5"}),
                Map.entry("colour", new String[] {"\"red\""}));
        wrong.forEach((field, values) -> {
            for (String value : values) {
                String url = field.equals("url") ? "" : "\"url\": \"" + target.url() + "/\", ";
                assertInvalid(execute("{" + url + "\"" + field + "\": " + value + "}"), field);
            }
        });
        assertInvalid(execute("{}"), "url");
    }

    @Test
    void whatIsNoJsonObjectIsRefused() {
        for (String json : new String[] {
            "[]", "\"x\"", "5", "null", "{", "{\"url\"", "{} {}", "{\"url\": \"http://a/\", \"url\": \"http://b/\"}"
        }) {
            assertInvalid(execute(json), "");
        }
        assertInvalid(execute("[".repeat(100_000)), "");
        assertInvalid(execute("{\"url\": \"http://a/\", \"body\": " + "[".repeat(500) + "]".repeat(500) + "}"), "");
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() throws IOException {
        byte[] json = "{\"url\": \"http://a/\", \"body\": \"?\"}".getBytes(StandardCharsets.US_ASCII);
        json[json.length - 3] = (byte) 0xff;
        assertThat(answerTo(head(json.length), json))
                .startsWith("HTTP/1.1 400 ")
                .contains("/invalid-request");
    }

    @Test
    void aBodyCutOffIsNotExecuted() throws IOException {
        int before = requestsSeen();
        byte[] json = ("{\"url\": \"" + target.url() + "/\"}").getBytes(StandardCharsets.US_ASCII);
        assertRefusedOrClosed(raw(head(json.length + 100), json));
        assertThat(requestsSeen()).isEqualTo(before);
    }

    @Test
    void headsThatAreTooLongOrNoHttpAreRefused() throws IOException {
        assertRefusedOrClosed(
                raw("GET /api/stats HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(1_000_000) + "\r\n\r\n"));
        assertRefusedOrClosed(raw("GET /" + "x".repeat(1_000_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        assertRefusedOrClosed(raw("\u0001\u0002\u0003\r\n\r\n"));
        assertRefusedOrClosed(raw("POST /api/execute HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n"));
    }

    @Test
    void pathsMethodsParametersAndSizesThatAreNotServedAreToldAsProblems() {
        assertProblem(Http.get(coordinator.url() + "/api/nothing-here"), 404, "not-found");
        assertProblem(Http.get(coordinator.url() + "/nothing-here"), 404, "not-found");
        Http.Answer method = Http.send("PUT", coordinator.url() + "/api/execute", "{}");
        assertProblem(method, 405, "method-not-allowed");
        assertThat(method.headers().firstValue("Allow").orElse("")).contains("POST");
        for (String path : new String[] {"/api/history", "/api/agents", "/api/stats", "/api/pool/status", "/metrics"}) {
            assertInvalid(Http.get(coordinator.url() + path + "?colour=red"), "colour");
        }
        assertInvalid(Http.post(coordinator.url() + "/api/execute?colour=red", "{\"url\": \"http://a/\"}"), "colour");
        String large = "{\"url\": \"http://a/\", \"body\": \"" + "x".repeat(3_000_000) + "\"}";
        assertProblem(execute(large), 413, "payload-too-large");
    }

    @Test
    void badFramesCloseTheChannelWithTheReason() throws Exception {
        byte[] hello = AgentByHand.helloMetadata("bad");
        assertClosed(new byte[] {1, 2, 3}, "cut off");
        assertClosed(AgentByHand.frame(9, AgentByHand.HELLO, hello), "version");
        assertClosed(AgentByHand.frame(1, 99, hello), "type");
        assertClosed(AgentByHand.frame(1, 4, hello), "before HELLO");
        assertClosed(AgentByHand.frame(1, AgentByHand.HELLO, hello, Integer.MAX_VALUE, 0), "metadata length");
        assertClosed(AgentByHand.frame(1, AgentByHand.HELLO, hello, hello.length, -1), "body length");
        assertClosed(AgentByHand.frame(1, AgentByHand.HELLO, hello, 400_000, 0), "cut off");
        assertClosed(AgentByHand.frame(1, AgentByHand.HELLO, new byte[] {(byte) 0xff, 0, 1}), "");
        assertClosed(AgentByHand.frame(1, AgentByHand.HELLO, AgentByHand.helloMetadata("../etc")), "agent_id");
        AgentByHand text = open().text("hello");
        assertThat(text.closed().code()).isEqualTo(4400);
        AgentByHand.Closed version =
                AgentByHand.connect(coordinator, "dispatcher.agent.v0", "").closed();
        assertThat(version.code()).isEqualTo(4426);
        assertThat(version.reason()).contains(AgentByHand.SUBPROTOCOL);
    }

    @Test
    void anIdInUseStaysWithWhoHasIt() throws Exception {
        assertThat(open().hello("one").closed().code()).isEqualTo(4409);
        AgentByHand free = open().hello("by-hand");
        assertThat(free.answer()).isEqualTo(2);
        // Welcomed agents are not trusted either: replies to orders never given, then garbage.
        free.send(AgentByHand.frame(1, 6, new byte[] {(byte) 0xff}));
        assertThat(free.closed().code()).isEqualTo(4400);
        await().until(() -> status("by-hand").equals("disconnected"));
    }

    private AgentByHand open() {
        return AgentByHand.connect(coordinator, AgentByHand.SUBPROTOCOL, "");
    }

    private void assertClosed(byte[] message, String reason) throws Exception {
        AgentByHand.Closed closed = open().send(message).closed();
        assertThat(closed.code()).as(closed.reason()).isEqualTo(4400);
        assertThat(closed.reason()).isNotEmpty().contains(reason);
    }

    private String status(String agent) {
        return Http.get(coordinator.url() + "/api/agents/" + agent)
                .json()
                .path("status")
                .asText();
    }

    private int requestsSeen() {
        return Http.get(coordinator.url() + "/api/stats")
                .json()
                .path("requests")
                .path("total")
                .asInt();
    }

    private Http.Answer execute(String json) {
        return Http.post(coordinator.url() + "/api/execute", json);
    }

    private static void assertInvalid(Http.Answer answer, String named) {
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.json().path("detail").asText()).contains(named);
    }

    private static void assertProblem(Http.Answer answer, int status, String tag) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.json().path("type").asText()).endsWith("/" + tag);
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("io.dispatcher.");
    }

    private static void assertRefusedOrClosed(String answer) {
        if (!answer.isEmpty()) {
            assertThat(answer).startsWith("HTTP/1.1 4");
        }
    }

    private static String head(int length) {
        return "POST /api/execute HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + length + "\r\n\r\n";
    }

    /** Sends these bytes, keeps its side open as a caller that wants an answer must, and reads to the end. */
    private String answerTo(String head, byte[] body) throws IOException {
        return exchange(head, body, false);
    }

    /** Sends these bytes, nothing after them, and reads to the end; a connection that was reset has an empty answer. */
    private String raw(String head, byte... body) throws IOException {
        try {
            return exchange(head, body, true);
        } catch (SocketException e) {
            return "";
        }
    }

    private String exchange(String head, byte[] body, boolean halfClose) throws IOException {
        URI uri = URI.create(coordinator.url());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(SOCKET_LIMIT_MS);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body);
            if (halfClose) {
                socket.shutdownOutput();
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
