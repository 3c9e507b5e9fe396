package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the contract's table of failures says, provoked for real; and what waits, waits. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaitingAndFailuresIT {
    private Processes processes;
    private RunningProcess target;
    private RunningProcess coordinator;

    @BeforeAll
    void start(@TempDir Path directory) {
        processes = new Processes(directory);
        target = processes.target();
        coordinator = processes.coordinator();
        processes.agent(coordinator, "one", "--label", "region=eu");
    }

    @AfterAll
    void stop() {
        processes.close();
    }

    @Test
    void theTargetsOwnFailuresAreAnswers() {
        Http.Answer answer = execute("{\"url\": \"" + target.url() + "/status/503\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("status_code").asInt()).isEqualTo(503);
    }

    @Test
    void aBodyOfAMebibyteComesBackByteForByte() {
        Http.Answer answer = execute("{\"url\": \"" + target.url() + "/bytes/1048576\"}");
        assertThat(answer.json().path("size_bytes").asLong()).isEqualTo(1_048_576);
        Http.Answer direct = Http.get(target.url() + "/bytes/1048576");
        assertThat(direct.status()).isEqualTo(200);
        assertThat(Base64.getDecoder().decode(answer.json().path("body_base64").asText()))
                .hasSize(1_048_576);
    }

    @Test
    void aLongBodyIsCutWhereAskedAndSaysSo() {
        JsonNode answer = execute("{\"url\": \"" + target.url() + "/echo/abcdefghij\", \"max_response_bytes\": 4}")
                .json();
        assertThat(answer.path("body").asText()).isEqualTo("abcd");
        assertThat(answer.path("body_truncated").asBoolean()).isTrue();
    }

    @Test
    void whatTheTargetDoesNotDoIsTold() {
        problem("{\"url\": \"http://127.0.0.1:1/\"}", 502, "target-connect", "target");
        problem("{\"url\": \"http://no-such-host.invalid/\"}", 502, "target-dns", "resolver");
        problem("{\"url\": \"" + target.url().replace("http:", "https:") + "/\"}", 502, "target-tls", "target");
        problem("{\"url\": \"" + target.url() + "/delay/5000\", \"timeout\": 0.3}", 504, "target-timeout", "target");
        problem(
                "{\"url\": \"" + target.url() + "/drip?bytes=100&interval_ms=100\", \"timeout\": 0.5}",
                504,
                "target-timeout",
                "target");
    }

    @Test
    void whatNobodyMayReachIsRefused() {
        problem("{\"url\": \"http://169.254.169.254/\"}", 403, "egress-denied", "policy");
        problem("{\"url\": \"http://10.0.0.1/\"}", 403, "egress-denied", "policy");
        problem("{\"url\": \"" + coordinator.url() + "/api/stats\"}", 403, "egress-denied", "policy");
    }

    @Test
    void namesNeverSeenAreRefusedAtOnce() {
        String url = "\"url\": \"" + target.url() + "/\"";
        problem("{" + url + ", \"agent_id\": \"nobody\"}", 422, "no-matching-agent", "client");
        problem("{" + url + ", \"source_address\": \"127.0.0.99\"}", 422, "no-matching-agent", "client");
        problem("{" + url + ", \"labels\": {\"region\": \"mars\"}}", 422, "no-matching-agent", "client");
    }

    @Test
    void aWrongFieldIsNamed() {
        Http.Answer answer = execute("{\"url\": \"http://a/\", \"timeout\": \"soon\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).startsWith("timeout");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void anAgentWithoutRoomMeansExpiredAndOneThatIsAwayMeansNoAgent() {
        RunningProcess narrow = processes.agent(
                coordinator, "narrow", "--label", "width=one", "--max-in-flight", "1", "--address", "127.0.0.9");
        String slow = "{\"url\": \"" + target.url() + "/delay/3000\", \"labels\": {\"width\": \"one\"}}";
        CompletableFuture<Http.Answer> busy = CompletableFuture.supplyAsync(() -> execute(slow));
        await().until(() -> agent("narrow").path("in_flight").asInt() == 1);
        problem(
                "{\"url\": \"" + target.url() + "/\", \"labels\": {\"width\": \"one\"}, \"ttl\": 0.5}",
                504,
                "expired",
                "queue");
        assertThat(busy.join().status()).isEqualTo(200);
        narrow.stop();
        await().until(() -> agent("narrow").path("status").asText().equals("disconnected"));
        Http.Answer away = problem(
                "{\"url\": \"" + target.url() + "/\", \"labels\": {\"width\": \"one\"}, \"ttl\": 0.5}",
                503,
                "no-agent-available",
                "agent");
        assertThat(away.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void workWaitsInTheQueueAndGoesOutTheMomentItsAgentComes() throws Exception {
        Http.post(coordinator.url() + "/api/agents/register", "{\"agent_id\": \"late\"}");
        String json = "{\"url\": \"" + target.url() + "/echo/at-last\", \"agent_id\": \"late\", \"ttl\": 40}";
        CompletableFuture<Http.Answer> waiting = CompletableFuture.supplyAsync(() -> execute(json));
        await().until(() -> Http.get(coordinator.url() + "/metrics")
                .body()
                .lines()
                .anyMatch(line -> line.startsWith("http_dispatcher_queue_depth{agent=\"late\"} 1")));
        assertThat(waiting.isDone()).isFalse();
        processes.agent(coordinator, "late", "--address", "127.0.0.8");
        Http.Answer answer = waiting.get(10, TimeUnit.SECONDS);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("body").asText()).isEqualTo("at-last");
    }

    @Test
    void aDrainedAgentGetsNothingNewAndARemovedOneEnds() {
        RunningProcess agent = processes.agent(coordinator, "leaving", "--address", "127.0.0.7");
        assertThat(processes
                        .run("agent", "drain", "leaving", "--coordinator-url", coordinator.url())
                        .code())
                .isZero();
        assertThat(agent("leaving").path("status").asText()).isEqualTo("draining");
        for (int i = 0; i < 6; i++) {
            assertThat(execute("{\"url\": \"" + target.url() + "/whoami\"}")
                            .json()
                            .path("agent_id")
                            .asText())
                    .isNotEqualTo("leaving");
        }
        assertThat(Http.send("DELETE", coordinator.url() + "/api/agents/leaving", "")
                        .status())
                .isEqualTo(204);
        assertThat(agent.awaitEnd(Duration.ofSeconds(20)).code()).isEqualTo(3);
        assertThat(Http.get(coordinator.url() + "/api/agents/leaving").status()).isEqualTo(404);
    }

    @Test
    void everythingIsInTheHistoryWithItsSecretsLeftOut() {
        String id = execute("{\"url\": \"" + target.url()
                        + "/user-agent\", \"headers\": {\"Authorization\": \"Bearer hush\"}}")
                .json()
                .path("request_id")
                .asText();
        await().atMost(Duration.ofSeconds(15))
                .until(() -> Http.get(coordinator.url() + "/api/history/" + id).status() == 200);
        String whole = Http.get(coordinator.url() + "/api/history/" + id).body();
        assertThat(whole).doesNotContain("hush").contains("\"hops\"");
        for (String status : List.of("2xx", "200")) {
            assertThat(Http.get(coordinator.url() + "/api/history?limit=1000&status=" + status)
                            .body())
                    .contains(id);
        }
        assertThat(Http.get(coordinator.url() + "/api/history?status=error").body())
                .doesNotContain(id);
    }

    private Http.Answer execute(String json) {
        return Http.post(coordinator.url() + "/api/execute", json);
    }

    private JsonNode agent(String id) {
        return Http.get(coordinator.url() + "/api/agents/" + id).json();
    }

    private Http.Answer problem(String json, int status, String tag, String source) {
        Http.Answer answer = execute(json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("type").asText()).endsWith("/" + tag);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("failure_source").asText()).isEqualTo(source);
        assertThat(answer.json().path("request_id").asText()).hasSize(36);
        assertThat(answer.headers().firstValue("Proxy-Status")).isPresent();
        return answer;
    }
}
