package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests of the history done again, and taken out of it in other forms. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayIT {
    private static final String HEAD = "200 OK\r\nContent-Type: application/json\r\nSet-Cookie: id=7";

    private Processes processes;
    private RunningProcess coordinator;
    private ScriptedTarget target;
    private ExecuteApi api;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        processes = new Processes(directory);
        target = new ScriptedTarget();
        coordinator = processes.coordinator("--allow", "127.0.0.0/8");
        api = new ExecuteApi(coordinator);
        processes.agent(coordinator, "one", "--address", "127.0.0.1", "--upstream", "shop=" + target.url(""));
        processes.agent(coordinator, "two", "--address", "127.0.0.2");
    }

    @AfterAll
    void stop() throws IOException {
        processes.close();
        target.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private JsonNode record(String id) {
        await().atMost(Duration.ofSeconds(20)).until(() -> Http.get(history(id)).status() == 200);
        return Http.get(history(id)).json();
    }

    private String history(String id) {
        return coordinator.url() + "/api/history/" + id;
    }

    private String executed(Object... members) {
        String id = api.answered(members).path("request_id").asText();
        record(id);
        return id;
    }

    private Http.Answer replay(String id, String wishes) {
        return Http.post(coordinator.url() + "/api/replay/" + id, wishes);
    }

    private JsonNode replayed(String id, String wishes) {
        Http.Answer answer = replay(id, wishes);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("replay_of").asText()).isEqualTo(id);
        return answer.json();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void whatTheCoordinatorWasAskedItAsksItselfAgain() {
        String token = "inbound-" + System.nanoTime();
        Http.post(coordinator.url() + "/submit?" + token, "{\"a\": 1}", "Content-Type", "application/json");
        JsonNode record = newest("kind=inbound&url=" + token);
        assertThat(record.path("method").asText()).isEqualTo("POST");
        assertThat(record.path("status_code").asInt()).isEqualTo(200);
        JsonNode whole = record(record.path("id").asText());
        assertThat(whole.path("request").path("body").asText()).isEqualTo("{\"a\": 1}");
        assertThat(whole.path("response").path("body").asText()).isEqualTo("{\"a\": 1}");

        JsonNode replay = replayed(record.path("id").asText(), "{\"body\": \"{\\\"a\\\": 2}\"}");

        assertThat(replay.path("result").path("status_code").asInt()).isEqualTo(200);
        assertThat(replay.path("diff").path("body").path("json_patch").toString())
                .contains("/a");
        assertThat(replay.path("result").path("agent_id").asText()).isEqualTo("coordinator");
    }

    @Test
    void whatTheCoordinatorSentItSendsAgainItself() {
        target.says("/direct", "200 OK");
        Http.Answer stored = Http.post(
                coordinator.url() + "/api/targets",
                "{\"name\": \"plain\", \"base_url\": \"" + target.url("") + "\", \"via\": \"direct\"}");
        assertThat(stored.status()).as(stored.body()).isEqualTo(201);
        Http.Answer sent = Http.post(
                coordinator.url() + "/api/proxy/request",
                "{\"target\": \"plain\", \"method\": \"GET\", \"path\": \"/direct\"}");
        assertThat(sent.status()).as(sent.body()).isEqualTo(200);
        String id = sent.json().path("request_id").asText();
        record(id);

        assertThat(replayed(id, "").path("diff").path("status").isNull()).isTrue();
        assertThat(target.seen("/direct")).hasSize(2);
    }

    private JsonNode newest(String filter) {
        String list = coordinator.url() + "/api/history?" + filter;
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !Http.get(list).json().path("items").isEmpty());
        return Http.get(list).json().path("items").get(0);
    }

    @Test
    void aReplayIsTheSameRequestAndSaysWhatDiffers() {
        target.says("/price", HEAD, bytes("{\"price\": 1, \"name\": \"tea\"}"));
        String id = executed(
                "url",
                target.url("/price"),
                "method",
                "POST",
                "body",
                "four",
                "agent_id",
                "two",
                "headers",
                java.util.Map.of("X-A", "1", "Authorization", "Bearer secret"));
        target.says(
                "/price",
                "202 Accepted\r\nContent-Type: application/json\r\nX-New: 1\r\nSet-Cookie: id=8",
                bytes("{\"price\": 2, \"name\": \"tea\"}"));

        JsonNode replay = replayed(id, "");

        List<ScriptedTarget.Seen> seen = target.seen("/price");
        assertThat(seen).hasSize(2);
        assertThat(seen.get(1).method()).isEqualTo("POST");
        assertThat(seen.get(1).body()).isEqualTo(bytes("four"));
        assertThat(seen.get(1).header("x-a")).containsExactly("1");
        assertThat(seen.get(1).header("authorization")).isEmpty();
        assertThat(texts(replay.path("lacks"))).containsExactly("Authorization");
        assertThat(replay.path("result").path("agent_id").asText()).isEqualTo("two");
        assertThat(replay.path("result").path("request_id")).isEqualTo(replay.path("request_id"));
        JsonNode diff = replay.path("diff");
        assertThat(diff.path("status").path("before").asInt()).isEqualTo(200);
        assertThat(diff.path("status").path("after").asInt()).isEqualTo(202);
        assertThat(diff.path("headers").toString())
                .contains("{\"name\":\"X-New\",\"before\":[],\"after\":[\"1\"]}")
                .doesNotContain("id=8");
        assertThat(texts(diff.path("headers_not_compared"))).containsExactly("Set-Cookie");
        assertThat(diff.path("body").path("json_patch").toString())
                .isEqualTo("[{\"op\":\"replace\",\"path\":\"/price\",\"value\":2}]");
        assertThat(diff.path("timings").path("total_ms").path("after").asDouble())
                .isPositive();

        JsonNode record = record(replay.path("request_id").asText());
        assertThat(record.path("kind").asText()).isEqualTo("replay");
        assertThat(record.path("replay_of").asText()).isEqualTo(id);
        assertThat(Http.get(coordinator.url() + "/api/history?kind=replay&limit=1000")
                        .body())
                .contains(replay.path("request_id").asText());
    }

    @Test
    void aReplayGoesElsewhereIfAsked() {
        target.says("/here", HEAD, bytes("{}")).says("/there", HEAD, bytes("{}"));
        String id = executed("url", target.url("/here"), "agent_id", "one");

        JsonNode elsewhere = replayed(id, "{\"agent_id\": \"two\", \"path\": \"/there\", \"method\": \"PUT\"}");

        assertThat(elsewhere.path("result").path("source_address").asText()).isEqualTo("127.0.0.2");
        assertThat(target.seen("/there")).hasSize(1);
        assertThat(elsewhere.path("diff").path("body").path("equal").asBoolean())
                .isTrue();
        assertThat(elsewhere.path("diff").path("status").isNull()).isTrue();
        assertThat(replayed(id, "{\"source_address\": \"127.0.0.2\"}")
                        .path("result")
                        .path("agent_id")
                        .asText())
                .isEqualTo("two");
        assertThat(replay(id, "{\"agent_id\": \"nobody\"}").status()).isEqualTo(422);
    }

    @Test
    void aTunnelledRequestIsReplayedToItsUpstream() {
        target.says("/buy", HEAD, bytes("bought"));
        Http.Answer first = Http.post(coordinator.url() + "/t/shop/buy", "{}");
        String id = first.headers().firstValue("Dispatcher-Broker-Req-Id").orElseThrow();
        record(id);

        JsonNode replay = replayed(id, "");

        assertThat(replay.path("result").path("body").asText()).isEqualTo("bought");
        assertThat(target.seen("/buy")).hasSize(2);
        assertThat(target.seen("/buy").get(1).body()).isEqualTo(bytes("{}"));
    }

    @Test
    void aReplayThatFailsIsAProblemThatSaysWhose() {
        target.says("/gone", HEAD, bytes("{}"));
        String id = executed("url", target.url("/gone"), "agent_id", "one", "headers", java.util.Map.of("Cookie", "a"));

        Http.Answer failed = replay(id, "{\"url\": \"http://127.0.0.1:1/\"}");

        assertThat(failed.status()).isEqualTo(502);
        assertThat(failed.headers().firstValue("Proxy-Status")).isPresent();
        assertThat(failed.json().path("replay_of").asText()).isEqualTo(id);
        assertThat(texts(failed.json().path("lacks"))).containsExactly("Cookie");
        assertThat(replay("no-such-id", "").status()).isEqualTo(404);
        assertThat(replay(id, "{\"colour\": 1}").json().path("detail").asText()).contains("colour");
        Http.Answer get = Http.get(coordinator.url() + "/api/replay/" + id);
        assertThat(get.status()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).hasValue("POST");
    }

    @Test
    void theCommandShowsWhatDiffers() {
        target.says("/cli", HEAD, bytes("{\"a\": [1, 2]}"));
        String id = executed("url", target.url("/cli"), "agent_id", "one");
        target.says("/cli", HEAD, bytes("{\"a\": [1, 3]}"));

        FinishedProcess done =
                processes.run("replay", id, "--coordinator-url", coordinator.url(), "--agent-id", "two", "--fail");

        assertThat(done.code()).isEqualTo(4);
        assertThat(done.out()).contains("two from 127.0.0.2", "/a/1 = 3", "status", "timings");
    }

    @Test
    void recordsAreExportedAsHarAndCurl() {
        target.says("/har?n=1", HEAD, bytes("{}")).says("/har?n=2", HEAD, bytes("{}"));
        String first = executed("url", target.url("/har?n=1"), "agent_id", "one", "method", "PUT", "body", "it's");
        String second = executed("url", target.url("/har?n=2"), "agent_id", "one");

        Http.Answer har = Http.get(coordinator.url() + "/api/history?format=har&url=/har%3Fn%3D&limit=1");

        assertThat(har.status()).as(har.body()).isEqualTo(200);
        JsonNode log = har.json().path("log");
        assertThat(log.path("version").asText()).isEqualTo("1.2");
        assertThat(log.path("entries")).hasSize(1);
        JsonNode entry = log.path("entries").get(0);
        assertThat(entry.path("request").path("url").asText()).endsWith("/har?n=2");
        assertThat(entry.path("request").path("queryString").toString())
                .isEqualTo("[{\"name\":\"n\",\"value\":\"2\"}]");
        assertThat(entry.path("comment").asText()).contains(second);
        assertThat(Http.get(coordinator.url() + "/api/history?format=har&url=/har%3Fn%3D&cursor="
                                + log.path("_next_cursor").asText())
                        .body())
                .contains(first)
                .doesNotContain(second);
        assertThat(Http.get(coordinator.url() + "/api/history?format=har&limit=101")
                        .status())
                .isEqualTo(400);
        FinishedProcess curl =
                processes.run("history", first, "--format", "curl", "--coordinator-url", coordinator.url());
        assertThat(curl.out()).contains("curl -X 'PUT'", "--data-raw 'it'\\''s'");
        FinishedProcess all = processes.run("history", "--format", "har", "--coordinator-url", coordinator.url());
        assertThat(all.out()).contains(first, second);
    }
}
