package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that break off, agents that fall silent or die, callers that go away. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecuteFailuresIT {
    private static final int IN_FLIGHT = 12;
    private static final byte[] OK = "ok".getBytes(StandardCharsets.US_ASCII);

    private Processes processes;
    private ScriptedTarget target;
    private RunningProcess coordinator;
    private ExecuteApi api;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        processes = new Processes(directory);
        target = new ScriptedTarget();
        coordinator = processes.coordinator("--max-in-flight-per-caller", String.valueOf(IN_FLIGHT));
        processes.agent(coordinator, "steady", "--label", "role=steady");
        api = new ExecuteApi(coordinator);
    }

    @AfterAll
    void stop() throws IOException {
        processes.close();
        target.close();
    }

    @Test
    void aTargetThatClosesWithoutAnAnswerIsAnIoFailure() {
        target.on("/closed", (request, socket) -> socket.close());
        fails("/closed");
        assertThat(target.seen("/closed")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ntoo short",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabcde\r\n",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "SSH-2.0-OpenSSH_9.2\r\n"
            })
    void anAnswerThatBreaksOffIsAnIoFailure(String answer) {
        target.on("/broken", (request, socket) -> {
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            socket.close();
        });
        fails("/broken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun"})
    void aResetIsAnIoFailure(String before) {
        target.on("/reset", (request, socket) -> {
            socket.getOutputStream().write(before.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            socket.close();
        });
        fails("/reset");
    }

    @Test
    void aTargetThatClosesAfterEachAnswerWithoutSayingSoIsNoFailure() {
        target.on("/silently", (request, socket) -> {
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII));
            socket.close();
        });
        Parallel.run(300, 6, i -> steady("/silently"))
                .forEach(answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(200));
    }

    @Test
    void anAgentThatDoesNotAcknowledgeIsTold() throws Exception {
        RunningProcess mute = processes.agent(coordinator, "mute", "--address", "127.0.0.4");
        signal(mute, "STOP");
        target.says("/mute", "200 OK", OK);
        String url = target.url("/mute");
        api.problem(504, "ack-timeout", "agent", "url", url, "agent_id", "mute", "ack_wait", 0.5);
        signal(mute, "CONT");
        assertThat(api.answered("url", url, "agent_id", "mute").path("body").asText())
                .isEqualTo("ok");
        mute.stop();
    }

    @Test
    void anAnswerThatDoesNotComeInTheReplyWaitIsToldAndTheCallStopped() throws Exception {
        CompletableFuture<Void> left = target.hangs("/late");
        api.problem(504, "reply-timeout", "agent", "url", target.url("/late"), "agent_id", "steady", "reply_wait", 0.5);
        left.get(5, TimeUnit.SECONDS);
    }

    @Test
    void anAgentThatDiesMidwayLeavesAnUnknownOutcomeAndIsNotAskedAgain() throws Exception {
        RunningProcess doomed = processes.agent(coordinator, "doomed", "--address", "127.0.0.5");
        CompletableFuture<Void> left = target.hangs("/doomed");
        CompletableFuture<Http.Answer> answer = CompletableFuture.supplyAsync(() -> api.problem(
                502,
                "agent-lost",
                "agent",
                "url",
                target.url("/doomed"),
                "method",
                "POST",
                "agent_id",
                "doomed",
                "timeout",
                4));
        await().until(() -> !target.seen("/doomed").isEmpty());
        doomed.kill();
        left.get(5, TimeUnit.SECONDS);
        assertThat(answer.get(30, TimeUnit.SECONDS).json().path("detail").asText())
                .contains("doomed");
        assertThat(target.seen("/doomed")).hasSize(1);
    }

    @Test
    void overTheInFlightLimitIsTooManyAndSaysWhenToComeBack() throws Exception {
        CompletableFuture<Void> left = target.hangs("/full");
        List<Socket> callers = new ArrayList<>();
        for (int i = 0; i < IN_FLIGHT; i++) {
            callers.add(call("/full"));
        }
        await().until(() -> target.seen("/full").size() == IN_FLIGHT);
        Http.Answer answer = api.problem(429, "rate-limited", "policy", "url", target.url("/full"));
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        for (Socket caller : callers) {
            caller.close();
        }
        left.get(5, TimeUnit.SECONDS);
        await().until(() -> api.agent("steady").path("in_flight").asInt() == 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallerWhoGoesAwayTakesTheRequestBack(boolean reset) throws Exception {
        String path = "/left-" + reset;
        CompletableFuture<Void> left = target.hangs(path);
        Socket caller = call(path);
        await().until(() -> !target.seen(path).isEmpty());
        assertThat(left).isNotDone();
        if (reset) {
            caller.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        caller.close();
        left.get(5, TimeUnit.SECONDS);
        await().until(() -> api.agent("steady").path("in_flight").asInt() == 0);
        await().atMost(15, TimeUnit.SECONDS)
                .until(() -> Http.get(coordinator.url() + "/api/history?status=error&limit=1000")
                        .json()
                        .path("items")
                        .findValuesAsText("url")
                        .contains(target.url(path)));
    }

    @Test
    void aCallerWhoGoesAwayWhileItWaitsIsNotServedLater() throws Exception {
        Http.post(coordinator.url() + "/api/agents/register", "{\"agent_id\": \"absent\"}");
        target.says("/never", "200 OK", OK);
        try (Socket caller = send(ExecuteApi.body("url", target.url("/never"), "agent_id", "absent"))) {
            await().until(() -> depth("absent") == 1);
        }
        await().until(() -> Http.get(coordinator.url() + "/metrics").body().contains("error_type=\"cancelled\""));
        processes.agent(coordinator, "absent", "--address", "127.0.0.6");
        target.says("/after", "200 OK", OK);
        api.answered("url", target.url("/after"), "agent_id", "absent");
        assertThat(target.seen("/never")).isEmpty();
    }

    /** A caller that has sent its request for a path of the target and does not read. */
    private Socket call(String path) throws IOException {
        return send(ExecuteApi.body("url", target.url(path), "method", "POST", "agent_id", "steady"));
    }

    private Socket send(String json) throws IOException {
        URI uri = URI.create(coordinator.url());
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.getOutputStream()
                .write(("POST /api/execute HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Content-Length: " + json.length() + "\r\n\r\n" + json)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private int depth(String agent) {
        String name = "http_dispatcher_queue_depth{agent=\"" + agent + "\"} ";
        return Http.get(coordinator.url() + "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    private Http.Answer steady(String path) {
        return api.execute("url", target.url(path), "agent_id", "steady");
    }

    private void fails(String path) {
        api.problem(502, "target-io", "target", "url", target.url(path), "agent_id", "steady");
    }

    private static void signal(RunningProcess process, String signal) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).isZero();
    }
}
