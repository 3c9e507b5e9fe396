package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was given up and what expired, by API and command; each test leaves no dead letter behind. */
@Timeout(120)
class DeadLettersIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static Processes processes;
    private static CountingTarget target;
    private static ScriptedTarget receiver;
    private static RunningProcess coordinator;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        processes = new Processes(directory);
        target = new CountingTarget();
        receiver = new ScriptedTarget();
        coordinator = processes.coordinator("--allow", "127.0.0.1/32");
        processes.agent(coordinator, "one");
        Http.post(
                coordinator.url() + "/api/agents/register",
                "{\"agent_id\": \"absent\", \"labels\": {\"site\": \"absent\"}}");
    }

    @AfterAll
    static void stop() throws IOException {
        processes.close();
        target.close();
        receiver.close();
    }

    private static String accepted(Object... members) {
        Http.Answer answer =
                Http.post(coordinator.url() + "/api/execute", ExecuteApi.body(members), "Prefer", "respond-async");
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().path("request_id").asText();
    }

    private static JsonNode get(String path) {
        Http.Answer answer = Http.get(coordinator.url() + path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode dead(int count) {
        await().atMost(LIMIT).until(() -> get("/api/dead-letters").path("items").size() == count);
        return get("/api/dead-letters").path("items");
    }

    private static String dispatcher(String... command) {
        String[] line = Arrays.copyOf(command, command.length + 2);
        line[command.length] = "--server";
        line[command.length + 1] = coordinator.url();
        FinishedProcess finished = processes.run(line);
        assertThat(finished.code()).as(finished.err()).isZero();
        return finished.out();
    }

    @Test
    void aCallbackThatWasGivenUpIsListedShownAndSentAgain() {
        receiver.says("/one", "410 Gone");
        String request = accepted("url", target.url(1), "callback_url", receiver.url("/one"));

        JsonNode letter = dead(1).get(0);

        assertThat(letter.path("type").asText()).isEqualTo("callback");
        assertThat(letter.path("queue").asText()).isEqualTo("dispatcher.callbacks");
        assertThat(letter.path("reason").asText()).contains("410");
        assertThat(letter.path("request_id").asText()).isEqualTo(request);
        String id = letter.path("id").asText();
        assertThat(get("/api/dead-letters/" + id).path("body").asText()).contains("\"status\":\"completed\"");
        assertThat(get("/api/stats").at("/queue/dead").asInt()).isEqualTo(1);
        assertThat(dispatcher("dead", "list")).contains(id).contains("410");
        assertThat(dispatcher("dead", "show", id)).contains(receiver.url("/one"));

        receiver.says("/one", "200 OK");
        assertThat(dispatcher("dead", "retry", id)).contains("dispatcher.callbacks");

        await().atMost(LIMIT).until(() -> receiver.seen("/one").size() == 2);
        assertThat(receiver.seen("/one"))
                .allSatisfy(told -> assertThat(told.header("webhook-id")).containsExactly(request));
        dead(0);
        assertThat(Http.post(coordinator.url() + "/api/dead-letters/" + id + "/retry", "")
                        .status())
                .isEqualTo(404);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(events())
                .contains("\"request.dead_retried\"", "\"dead_letter_id\":\"" + id + "\""));
    }

    private String events() {
        return Http.get(coordinator.url() + "/api/events/snapshot?since_id=0&limit=1000")
                .body();
    }

    @Test
    void allAreSentAgainAndAllAreDiscarded() {
        receiver.says("/all", "410 Gone");
        accepted("url", target.url(2), "callback_url", receiver.url("/all"));
        accepted("url", target.url(3), "callback_url", receiver.url("/all"));
        dead(2);

        assertThat(Http.post(coordinator.url() + "/api/dead-letters/retry", "").body())
                .isEqualTo("{\"retried\":2,\"left\":0}");
        await().atMost(LIMIT).until(() -> receiver.seen("/all").size() == 4);
        dead(2);

        assertThat(dispatcher("dead", "discard", "--all")).contains("2 discarded");
        dead(0);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(events()).contains("\"request.dead_discarded\"", "\"count\":2"));
    }

    @Test
    void expiredWorkIsListedWithWhatHappenedToIt() {
        String request = accepted("url", target.url(4), "method", "POST", "ttl", 1, "labels", Map.of("site", "absent"));

        await().atMost(LIMIT).until(() -> !get("/api/expired").path("items").isEmpty());
        JsonNode letter = get("/api/expired").path("items").get(0);
        assertThat(letter.path("type").asText()).isEqualTo("order");
        assertThat(letter.path("request_id").asText()).isEqualTo(request);
        JsonNode order = get("/api/expired/" + letter.path("id").asText()).path("order");
        assertThat(order.path("url").asText()).isEqualTo(target.url(4));
        assertThat(order.path("hops")).isNotEmpty();
        assertThat(get("/api/stats").at("/queue/expired").asInt()).isEqualTo(1);

        assertThat(queue("dispatcher.unassigned").path("expired").asInt()).isEqualTo(1);
        assertThat(queue("dispatcher.expired").path("depth").asInt()).isEqualTo(1);
        assertThat(queue("dispatcher.callbacks").path("consumers").asInt()).isPositive();
        assertThat(dispatcher("queues")).contains("dispatcher.agent.one");
    }

    private static JsonNode queue(String name) {
        for (JsonNode queue : get("/api/queues").path("items")) {
            if (queue.path("name").asText().equals(name)) {
                return queue;
            }
        }
        throw new AssertionError("there is no queue " + name);
    }

    @Test
    void whatIsNotThereOrNoCursorIsNamed() {
        for (String id : new String[] {"x", "1-2", "999999999999999999999-1"}) {
            assertThat(Http.get(coordinator.url() + "/api/dead-letters/" + id).status())
                    .as(id)
                    .isEqualTo(404);
            assertThat(Http.send("DELETE", coordinator.url() + "/api/dead-letters/" + id, "")
                            .status())
                    .as(id)
                    .isEqualTo(404);
        }
        for (String query : new String[] {"cursor=x", "cursor=1-2", "limit=0", "limit=x", "what=1"}) {
            Http.Answer answer = Http.get(coordinator.url() + "/api/dead-letters?" + query);
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.json().path("detail").asText()).contains(query.split("=")[0]);
        }
    }
}
