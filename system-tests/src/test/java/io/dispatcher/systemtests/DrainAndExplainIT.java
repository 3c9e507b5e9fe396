package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Draining and resuming an agent over the API; and what explain says is what then happens. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DrainAndExplainIT {
    private static final byte[] OK = "ok".getBytes(StandardCharsets.US_ASCII);

    private Processes processes;
    private ScriptedTarget target;
    private ExecuteApi api;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        processes = new Processes(directory);
        target = new ScriptedTarget();
        target.says("/", "200 OK", OK);
        RunningProcess coordinator = processes.coordinator();
        api = new ExecuteApi(coordinator);
        Http.Answer empty = api.problem(503, "no-agent-available", "agent", "url", target.url("/"), "ttl", 0.3);
        assertThat(empty.headers().firstValue("Retry-After")).isPresent();
        processes.agent(coordinator, "a", "--address", "127.0.0.2", "--address", "127.0.0.3");
        processes.agent(coordinator, "b", "--address", "127.0.0.4");
    }

    @AfterEach
    void resume() {
        api.agent("a", "resume");
        api.agent("b", "resume");
    }

    @AfterAll
    void stop() throws IOException {
        processes.close();
        target.close();
    }

    @Test
    void explainNamesTheAddressThatTheNextRequestLeavesFrom() {
        int before = target.seen("/").size();
        for (int i = 0; i < 6; i++) {
            JsonNode first = api.explained("url", target.url("/"));
            JsonNode second = api.explained("url", target.url("/"));
            assertThat(second.path("source_address")).isEqualTo(first.path("source_address"));
            assertThat(first.path("would_wait").asBoolean()).isFalse();
            assertThat(first.path("candidates")).hasSize(3);
            assertThat(first.path("policy").path("verdict").asText()).isEqualTo("allowed");
            assertThat(first.path("queue").asText())
                    .isEqualTo("dispatcher.agent." + first.path("agent_id").asText());
            assertThat(Instant.parse(first.path("deadline").asText())).isAfter(Instant.now());
            JsonNode done = api.answered("url", target.url("/"));
            assertThat(done.path("agent_id")).isEqualTo(first.path("agent_id"));
            assertThat(done.path("source_address")).isEqualTo(first.path("source_address"));
        }
        assertThat(target.seen("/")).hasSize(before + 6);
    }

    @Test
    void explainKnowsWhatIsRefused() {
        explainedProblem(422, "no-matching-agent", "url", target.url("/"), "agent_id", "nobody");
        explainedProblem(422, "no-matching-agent", "url", target.url("/"), "source_address", "127.0.0.99");
        explainedProblem(403, "egress-denied", "url", "http://169.254.169.254/");
        explainedProblem(400, "invalid-request", "url", target.url("/"), "timeout", -1);
    }

    @Test
    void aDrainedAgentFinishesWhatItHasAndGetsNothingNewUntilItIsResumed() throws Exception {
        target.on("/slow", (request, socket) -> {
            TimeUnit.MILLISECONDS.sleep(1_500);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII));
        });
        CompletableFuture<JsonNode> running =
                CompletableFuture.supplyAsync(() -> api.answered("url", target.url("/slow"), "agent_id", "b"));
        await().until(() -> !target.seen("/slow").isEmpty());
        assertThat(api.agent("b", "drain").path("status").asText()).isEqualTo("draining");
        assertThat(api.agent("b", "drain").path("status").asText()).isEqualTo("draining");

        assertThat(api.explained("url", target.url("/")).path("candidates")).hasSize(2);
        for (int i = 0; i < 6; i++) {
            assertThat(api.answered("url", target.url("/")).path("agent_id").asText())
                    .isEqualTo("a");
        }
        assertThat(running.get(10, TimeUnit.SECONDS).path("body").asText()).isEqualTo("ok");

        JsonNode explained = api.explained("url", target.url("/"), "agent_id", "b");
        assertThat(explained.path("would_wait").asBoolean()).isTrue();
        assertThat(explained.path("agent_id").isNull()).isTrue();
        assertThat(explained.path("queue").asText()).isEqualTo("dispatcher.agent.b");
        CompletableFuture<JsonNode> waiting =
                CompletableFuture.supplyAsync(() -> api.answered("url", target.url("/"), "agent_id", "b"));
        TimeUnit.MILLISECONDS.sleep(500);
        assertThat(waiting).isNotDone();

        assertThat(api.agent("b", "resume").path("status").asText()).isEqualTo("connected");
        assertThat(waiting.get(5, TimeUnit.SECONDS).path("source_address").asText())
                .isEqualTo("127.0.0.4");
        assertThat(api.explained("url", target.url("/")).path("candidates")).hasSize(3);
    }

    @Test
    void whatWaitsForADrainedAgentOnlyEndsWithItsTimeToLive() {
        api.agent("b", "drain");
        long begun = System.nanoTime();
        Http.Answer answer = api.execute("url", target.url("/"), "source_address", "127.0.0.4", "ttl", 0.5);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isBetween(450L, 3_000L);
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.json().path("type").asText()).endsWith("/no-agent-available");
    }

    @Test
    void withAllAgentsDrainedWorkWaitsForTheFirstThatIsResumed() throws Exception {
        api.agent("a", "drain");
        api.agent("b", "drain");
        JsonNode explained = api.explained("url", target.url("/"));
        assertThat(explained.path("would_wait").asBoolean()).isTrue();
        assertThat(explained.path("queue").asText()).isEqualTo("dispatcher.unassigned");
        CompletableFuture<JsonNode> waiting = CompletableFuture.supplyAsync(() -> api.answered("url", target.url("/")));
        TimeUnit.MILLISECONDS.sleep(300);
        assertThat(waiting).isNotDone();
        api.agent("b", "resume");
        assertThat(waiting.get(5, TimeUnit.SECONDS).path("agent_id").asText()).isEqualTo("b");
    }

    @Test
    void drainingAnAgentThatIsNotThereIsNotFound() {
        for (String verb : new String[] {"drain", "resume"}) {
            Http.Answer answer = Http.post(api.coordinator().url() + "/api/agents/nobody/" + verb, "");
            assertThat(answer.status()).as(answer.body()).isEqualTo(404);
            assertThat(answer.json().path("type").asText()).endsWith("/not-found");
        }
    }

    private void explainedProblem(int status, String tag, Object... members) {
        Http.Answer answer = Http.post(api.coordinator().url() + "/api/execute/explain", ExecuteApi.body(members));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("type").asText()).endsWith("/" + tag);
    }
}
