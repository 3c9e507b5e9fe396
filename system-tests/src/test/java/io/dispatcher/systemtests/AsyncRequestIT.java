package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that nobody waits for: accepted when the broker has them, and ended whatever dies meanwhile. */
@Timeout(180)
class AsyncRequestIT {
    /** Of an agent that was registered and never comes. */
    private static final Map<String, String> ABSENT = Map.of("site", "absent");

    private static Processes processes;
    private static CountingTarget target;
    private static RunningProcess coordinator;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        processes = new Processes(directory);
        target = new CountingTarget();
        coordinator = processes.coordinator();
        processes.agent(coordinator, "one");
        Http.Answer registered = Http.post(
                coordinator.url() + "/api/agents/register",
                "{\"agent_id\": \"absent\", \"labels\": {\"site\": \"absent\"}}");
        assertThat(registered.status()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        processes.close();
        target.close();
    }

    private static String accepted(Object... members) {
        Http.Answer answer =
                Http.post(coordinator.url() + "/api/execute", ExecuteApi.body(members), "Prefer", "respond-async");
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.json().path("status").asText()).isEqualTo("queued");
        String id = answer.json().path("request_id").asText();
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/requests/" + id);
        return id;
    }

    private static JsonNode status(String id) {
        Http.Answer answer = Http.get(coordinator.url() + "/api/requests/" + id);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode ended(String id, String state) {
        await().atMost(Duration.ofSeconds(40)).until(() -> List.of("completed", "failed", "expired", "cancelled")
                .contains(status(id).path("status").asText()));
        JsonNode status = status(id);
        assertThat(status.path("status").asText()).as(status.toString()).isEqualTo(state);
        return status;
    }

    @Test
    void aRequestIsAcceptedAtOnceAndItsAnswerKept() {
        String id = accepted("url", target.url(1), "method", "POST", "body", "hello");

        JsonNode status = ended(id, "completed");

        assertThat(status.path("problem").isNull()).isTrue();
        assertThat(status.path("result").path("request_id").asText()).isEqualTo(id);
        assertThat(status.path("result").path("status_code").asInt()).isEqualTo(200);
        assertThat(status.path("result").path("agent_id").asText()).isEqualTo("one");
        assertThat(target.seen(1)).isEqualTo(1);
        JsonNode record = Http.get(coordinator.url() + "/api/history/" + id).json();
        assertThat(record.path("status_code").asInt()).isEqualTo(200);
        assertThat(record.path("method").asText()).isEqualTo("POST");
    }

    @Test
    void whatNobodyCameForExpiresAndIsNeverSent() {
        String id = accepted("url", target.url(2), "method", "POST", "ttl", 1, "labels", ABSENT);

        JsonNode status = ended(id, "expired");

        assertThat(status.path("problem").path("type").asText()).endsWith("/no-agent-available");
        assertThat(status.path("problem").path("request_id").asText()).isEqualTo(id);
        assertThat(target.seen(2)).isZero();
    }

    @Test
    void aWaitingRequestCanBeTakenBackAndAnEndedOneCannot() {
        String id = accepted("url", target.url(3), "method", "POST", "ttl", 60, "labels", ABSENT);

        Http.Answer cancelled = Http.send("DELETE", coordinator.url() + "/api/requests/" + id, "");

        assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(202);
        ended(id, "cancelled");
        Http.Answer again = Http.send("DELETE", coordinator.url() + "/api/requests/" + id, "");
        assertThat(again.status()).as(again.body()).isEqualTo(409);
        assertThat(again.json().path("type").asText()).endsWith("/conflict");
        assertThat(target.seen(3)).isZero();
    }

    @Test
    void anIdThatWasNeverGivenIsNotFound() {
        for (String id : List.of(UUID.randomUUID().toString(), "019a0000-0000-7000-8000-000000000000", "x")) {
            assertThat(Http.get(coordinator.url() + "/api/requests/" + id).status())
                    .as(id)
                    .isEqualTo(404);
        }
    }

    @Test
    void whatIsWrongIsRefusedBeforeItIsAccepted() {
        String url = coordinator.url() + "/api/execute";
        assertThat(Http.post(url, "{\"url\": 7}", "Prefer", "respond-async").status())
                .isEqualTo(400);
        Http.Answer callback = Http.post(url, "{\"url\": \"http://a/\", \"callback_url\": \"http://b/\"}");
        assertThat(callback.status()).as(callback.body()).isEqualTo(400);
        assertThat(callback.json().path("detail").asText()).startsWith("callback_url");
        Http.Answer unknown = Http.post(url, "{\"url\": \"http://a/\", \"mode\": \"async\", \"agent_id\": \"nobody\"}");
        assertThat(unknown.status()).as(unknown.body()).isEqualTo(422);
    }

    private static Http.Answer keyed(String key, String prefer, Object... members) {
        return Http.post(
                coordinator.url() + "/api/execute", ExecuteApi.body(members), "Idempotency-Key", key, "Prefer", prefer);
    }

    @Test
    void theSameKeyAndBodyGetTheSameAnswerOnce() {
        Object[] members = {"url", target.url(20), "method", "POST", "body", "pay"};
        List<Http.Answer> answers = Parallel.run(8, 8, i -> keyed("pay-1", "wait", members));
        String id = answers.get(0).json().path("request_id").asText();
        for (Http.Answer answer : answers) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(answers.get(0).body());
        }
        assertThat(answers.stream().filter(answer -> replayed(answer))).hasSize(7);
        Http.Answer later = keyed("pay-1", "wait", members);
        assertThat(later.body()).isEqualTo(answers.get(0).body());
        assertThat(replayed(later)).isTrue();
        Http.Answer async = keyed("pay-1", "respond-async", members);
        assertThat(async.status()).isEqualTo(202);
        assertThat(async.json().path("request_id").asText()).isEqualTo(id);
        assertThat(target.seen(20)).isEqualTo(1);
    }

    private static boolean replayed(Http.Answer answer) {
        return answer.headers().firstValue("Idempotency-Replayed").equals(Optional.of("true"));
    }

    @Test
    void theSameKeyWithAnotherBodyIsAConflict() {
        assertThat(keyed("pay-2", "respond-async", "url", target.url(21)).status())
                .isEqualTo(202);
        Http.Answer other = keyed("pay-2", "respond-async", "url", target.url(22));
        assertThat(other.status()).as(other.body()).isEqualTo(422);
        assertThat(other.json().path("type").asText()).endsWith("/idempotency-conflict");
        assertThat(target.seen(22)).isZero();
    }

    @Test
    void aFailureIsReplayedLikeAnAnswer() {
        Object[] members = {"url", target.url(23), "ttl", 0.3, "labels", ABSENT};
        Http.Answer first = keyed("pay-3", "wait", members);
        assertThat(first.status()).as(first.body()).isEqualTo(503);
        assertThat(first.json().path("type").asText()).endsWith("/no-agent-available");
        assertThat(first.headers().firstValue("Retry-After")).isPresent();
        Http.Answer again = keyed("pay-3", "wait", members);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(replayed(again)).isTrue();
    }

    @Test
    void aKeyOfARefusedRequestIsFreeAgain() {
        Object[] refused = {"url", "http://169.254.169.254/"};
        assertThat(keyed("pay-4", "wait", refused).status()).isEqualTo(403);
        Http.Answer other = keyed("pay-4", "respond-async", "url", target.url(24));
        assertThat(other.status()).as(other.body()).isEqualTo(202);
    }

    @Test
    void aKeyThatIsNoneIsNamed() {
        for (String key : List.of("", "a b", "x".repeat(256))) {
            Http.Answer answer = keyed(key, "wait", "url", target.url(25));
            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.json().path("detail").asText()).startsWith("Idempotency-Key");
        }
    }
}
