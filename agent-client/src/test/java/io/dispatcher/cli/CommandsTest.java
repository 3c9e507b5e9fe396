package io.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RESULT = """
            {"request_id": "019a-1", "agent_id": "agent-01", "source_address": "fd00:77::1", "status_code": 200,
             "http_version": "HTTP/1.1", "headers": {"X-A": ["1", "2"]}, "body": "hi \\u001b[2J gr\u00fc\u00df",
             "body_base64": null, "body_truncated": false, "size_bytes": 8, "attempts": 1,
             "timings": {"queue_ms": 0.4, "dns_ms": 0.1, "total_ms": 123.4}}
            """;

    private FakeCoordinator coordinator;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        coordinator = new FakeCoordinator().on("POST /api/execute", 200, RESULT);
    }

    @AfterEach
    void stop() {
        coordinator.close();
    }

    private String[] line(String... args) {
        String[] line = Arrays.copyOf(args, args.length + 2);
        line[args.length] = "--server";
        line[args.length + 1] = coordinator.url() + "/";
        return line;
    }

    private JsonNode sent() throws IOException {
        return JSON.readTree(coordinator.asked.get(0).body());
    }

    @Test
    void execSendsOnlyWhatWasGiven() throws IOException {
        Ran ran = Ran.of(line("exec", "http://h/x"));

        assertThat(ran.code()).isZero();
        assertThat(sent()).isEqualTo(JSON.readTree("{\"url\":\"http://h/x\",\"method\":\"GET\"}"));
    }

    @Test
    void execSendsEveryOption() throws IOException {
        String options = "exec http://h/x -X PUT -H A:1 -H A:3 -d text --agent-id a1 --source-address ::1 --label dc=1"
                + " --strategy sticky --session s --timeout 2.5 --ttl 9 --agent-wait 1 --ack-wait 2 --reply-wait 3"
                + " --max-response-bytes 77 --no-follow-redirects --no-verify-tls --redeliver --idempotency-key k";

        Ran.of(line(options.split(" ")));

        String expected = """
                {"url": "http://h/x", "method": "PUT", "headers": {"A": ["1", "3"]}, "body": "text", "agent_id": "a1",
                 "source_address": "::1", "strategy": "sticky", "session": "s", "timeout": 2.5, "ttl": 9.0,
                 "agent_wait": 1.0, "ack_wait": 2.0, "reply_wait": 3.0, "labels": {"dc": "1"},
                 "max_response_bytes": 77, "follow_redirects": false, "verify_tls": false, "redeliver": true}
                """;
        assertThat(sent()).isEqualTo(JSON.readTree(expected));
        assertThat(coordinator.asked.get(0).header("Idempotency-key")).isEqualTo("k");
    }

    @Test
    void execTakesABodyFromAFileAndKeepsItsBytes() throws IOException {
        Path file = Files.write(directory.resolve("body"), new byte[] {(byte) 0xff, 0, 1});

        Ran.of(line("exec", "http://h/x", "-d", "@" + file));

        assertThat(sent().path("method").asText()).isEqualTo("POST");
        assertThat(sent().path("body_base64").binaryValue()).containsExactly(0xff, 0, 1);
        assertThat(sent().has("body")).isFalse();
    }

    @Test
    void repeatableOptionsComeFromTheEnvironmentTooSeparatedByCommas() throws IOException {
        Map<String, String> env = Map.of(
                "DISPATCHER_HEADER", "A:1, B:2",
                "DISPATCHER_LABEL", "dc=1,rack=2",
                "DISPATCHER_FOLLOW_REDIRECTS", "false");

        Ran.with(env, false, line("exec", "http://h/x"));

        assertThat(sent().path("headers").toString()).isEqualTo("{\"A\":[\"1\"],\"B\":[\"2\"]}");
        assertThat(sent().path("labels").toString()).isEqualTo("{\"dc\":\"1\",\"rack\":\"2\"}");
        assertThat(sent().path("follow_redirects").asBoolean(true)).isFalse();
        assertThat(sent().has("verify_tls")).isFalse();
    }

    @Test
    void execWritesTheBodyToStandardOutputAndTheRestToStandardError() {
        Ran ran = Ran.of(line("exec", "http://h/x"));

        assertThat(ran.out()).isEqualTo("hi \u001b[2J gr\u00fc\u00df");
        assertThat(ran.err())
                .contains("agent-01 from fd00:77::1")
                .contains("queue 0.4 - dns 0.1 - total 123 ms")
                .contains("019a-1");
    }

    @Test
    void onATerminalNothingTheTargetSendsCanSteerIt() {
        Ran ran = Ran.onTerminal(line("exec", "http://h/x", "-i"));

        assertThat(ran.out()).contains("hi \ufffd[2J").contains("X-A").doesNotContain("\u001b[2J");
    }

    @Test
    void execWritesABinaryBodyToAFile() throws IOException {
        coordinator.on("POST /api/execute", 200, "{\"status_code\":200,\"body\":null,\"body_base64\":\"/wAB\"}");
        Path file = directory.resolve("out");

        Ran ran = Ran.of(line("exec", "http://h/x", "-o", file.toString()));

        assertThat(ran.out()).isEmpty();
        assertThat(Files.readAllBytes(file)).containsExactly(0xff, 0, 1);
    }

    @Test
    void execPrintsTheIdOfARequestItDoesNotWaitFor() {
        coordinator.on("POST /api/execute", 202, "{\"request_id\":\"019a-2\",\"status\":\"queued\"}");

        Ran ran = Ran.of(line("exec", "http://h/x", "--async"));

        assertThat(ran.out()).isEqualTo("019a-2\n");
        assertThat(coordinator.asked.get(0).header("Prefer")).isEqualTo("respond-async");
    }

    @Test
    void explainAsksWithoutSending() {
        coordinator.on("POST /api/execute/explain", 200, "{\"agent_id\":\"a1\",\"policy\":{\"verdict\":\"allowed\"}}");

        Ran ran = Ran.of(line("exec", "http://h/x", "--explain"));

        assertThat(ran.out()).contains("agent id").contains("a1").contains("{\"verdict\":\"allowed\"}");
        assertThat(coordinator.asked).hasSize(1);
    }

    @Test
    void theTokenIsSentAsABearer() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "dsp_secret\n");

        Ran.of(line("pool", "--token-file", file.toString()));

        assertThat(coordinator.asked.get(0).header("Authorization")).isEqualTo("Bearer dsp_secret");
    }

    @Test
    void agentsShowsEveryAgentOfEveryPage() {
        coordinator.on("GET /api/agents?limit=500", 200, agents("a1", "\"c2\""));
        coordinator.on("GET /api/agents?cursor=c2&limit=500", 200, agents("a2", "null"));

        Ran ran = Ran.of(line("agents"));
        Ran json = Ran.of(line("agents", "--json"));

        assertThat(ran.out().lines())
                .containsExactly(
                        "AGENT  STATUS     BUSY  ADDRESS      ORIGIN    SINCE",
                        "a1     connected     0  2001:db8::1  detected  -",
                        "                        2001:db8::2  detected",
                        "a2     connected     0  2001:db8::1  detected  -",
                        "                        2001:db8::2  detected");
        assertThat(json.json().path("items")).hasSize(2);
    }

    private static String agents(String id, String cursor) {
        return """
                {"items": [{"agent_id": "%s", "status": "connected", "in_flight": 0, "connected_since": null, "addresses": [
                  {"address": "2001:db8::1", "origin": "detected"}, {"address": "2001:db8::2", "origin": "detected"}]}],
                 "next_cursor": %s}
                """.formatted(id, cursor);
    }

    @Test
    void anAgentIsDrainedResumedAndRemoved() {
        coordinator.on("POST /api/agents/a1/drain", 200, "{\"agent_id\":\"a1\",\"status\":\"draining\"}");
        coordinator.on("POST /api/agents/a1/resume", 200, "{\"agent_id\":\"a1\",\"status\":\"connected\"}");
        coordinator.on("DELETE /api/agents/a1", 204, "");

        assertThat(Ran.of(line("agent", "drain", "a1")).out()).isEqualTo("a1 draining\n");
        assertThat(Ran.of(line("agent", "resume", "a1")).out()).isEqualTo("a1 connected\n");
        assertThat(Ran.of(line("agent", "remove", "a1")).out()).isEqualTo("a1 removed\n");
        assertThat(Ran.of(line("agent", "remove", "a1", "--json"))
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("removed");
    }

    @Test
    void anIdCannotLeaveItsPlaceInThePath() {
        Ran.of(line("agent", "remove", "../tokens?x"));

        assertThat(coordinator.asked.get(0).uri()).isEqualTo("/api/agents/..%2Ftokens%3Fx");
    }

    @Test
    void poolFitsEightyColumnsOnATerminalWithTheLongestAddresses() {
        coordinator.on("GET /api/pool/status", 200, """
                {"size": 1, "available": 1, "strategy": "round_robin", "addresses": [
                 {"address": "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff", "agent_id": "an-agent-with-a-long-name-indeed-01",
                  "state": "available", "in_flight": 0, "requests": 123456, "errors": 0, "last_used": null}]}
                """);

        Ran terminal = Ran.onTerminal(line("pool"));

        assertThat(terminal.out().replaceAll("\u001b\\[\\d+m", "").lines()).allMatch(l -> l.length() <= 80);
        assertThat(terminal.out()).contains("2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff");
        assertThat(Ran.of(line("pool")).out())
                .contains("an-agent-with-a-long-name-indeed-01")
                .contains("never");
    }

    @Test
    void historyPassesItsFilters() {
        String filters = "history --agent-id a --status 4xx --url a&b --since 2026-01-01T00:00:00Z --limit 5";

        Ran.of(line(filters.split(" ")));

        assertThat(coordinator.asked.get(0).uri())
                .isEqualTo("/api/history?agent_id=a&status=4xx&url=a%26b&since=2026-01-01T00%3A00%3A00Z&limit=5");
    }

    @Test
    void historyListsTwoLinesAnEntryAndShowsOneWhole() {
        String item = "\"id\": \"019a-1\", \"time\": \"2026-01-01T00:00:00.000Z\", \"agent_id\": \"a1\","
                + " \"source_address\": \"::1\", \"method\": \"GET\", \"url\": \"http://h/x\", \"status_code\": 200,"
                + " \"error\": null, \"duration_ms\": 5.14, \"replay_of\": null";
        coordinator.on("GET /api/history?limit=20", 200, "{\"items\": [{" + item + "}], \"next_cursor\": \"c\"}");
        coordinator.on(
                "GET /api/history/019a-1",
                200,
                "{" + item + ", \"request\": {\"headers\": {\"A\": [\"1\"]}, \"body\": \"sent\"},"
                        + " \"response\": {\"headers\": {\"B\": [\"2\"]}, \"body\": \"got\"},"
                        + " \"timings\": {\"queue_ms\": 1}, \"hops\": [{\"hop\": \"queued\"}]}");

        Ran list = Ran.of(line("history"));
        Ran whole = Ran.of(line("history", "019a-1"));

        assertThat(list.out()).contains("200 GET http://h/x  5.1 ms  a1\n  019a-1  ::1\n");
        assertThat(list.err()).contains("--cursor c");
        assertThat(whole.out()).contains("A: 1", "sent", "B: 2", "got", "hop=queued");
    }

    @Test
    void anEntryIsAlsoThereAsCurl() {
        coordinator.onPlain("GET /api/history/019a-1?format=curl", 200, "curl http://h/x\n");

        assertThat(Ran.of(line("history", "019a-1", "--format", "curl")).out()).isEqualTo("curl http://h/x\n");
    }

    @Test
    void tokenCreateWritesOnlyTheTokenToStandardOutput() throws IOException {
        coordinator.on("POST /api/tokens", 201, "{\"token\":\"dsp_x\",\"id\":\"t1\",\"role\":\"agent\"}");
        String options = "token create --role agent --name n --agent-id a1 --upstream u1 --upstream u2"
                + " --expires 2027-01-01T00:00:00Z";

        Ran ran = Ran.of(line(options.split(" ")));

        assertThat(ran.out()).isEqualTo("dsp_x\n");
        assertThat(sent())
                .isEqualTo(JSON.readTree("{\"role\":\"agent\",\"name\":\"n\",\"agent_id\":\"a1\","
                        + "\"upstreams\":[\"u1\",\"u2\"],\"expires\":\"2027-01-01T00:00:00Z\"}"));
    }

    @Test
    void tokensAreListedAndRevoked() {
        coordinator.on(
                "GET /api/tokens?limit=500",
                200,
                "{\"items\":[{\"id\":\"t1\",\"role\":\"viewer\",\"name\":\"n\"}],\"next_cursor\":null}");
        coordinator.on("DELETE /api/tokens/t1", 204, "");

        assertThat(Ran.of(line("token", "list")).out()).contains("t1  viewer  n");
        assertThat(Ran.of(line("token", "revoke", "t1")).out()).isEqualTo("t1 revoked\n");
    }

    @Test
    void theSecondCoordinatorIsAskedWhenTheFirstRefusesTheConnection() {
        coordinator.on("GET /api/pool/status", 200, "{\"size\":0}");

        Ran ran = Ran.of("pool", "--json", "--server", "http://127.0.0.1:1," + coordinator.url());

        assertThat(ran.code()).isZero();
    }

    @Test
    void deadLettersAreChangedOneByOneOrAllAndNeverByAccident() {
        coordinator
                .on("POST /api/dead-letters/1-2/retry", 200, "{\"id\": \"1-2\", \"queue\": \"dispatcher.callbacks\"}")
                .on("POST /api/dead-letters/retry", 200, "{\"retried\": 3, \"left\": 1}")
                .on("DELETE /api/dead-letters", 200, "{\"discarded\": 1}");

        assertThat(Ran.of(line("dead", "retry", "1-2")).out()).contains("1-2 sent back to dispatcher.callbacks");
        assertThat(Ran.of(line("dead", "retry", "--all")).out()).contains("3 sent back, 1 left");
        assertThat(Ran.of(line("dead", "discard", "--all")).out()).contains("1 discarded");
        assertThat(Ran.of(line("dead", "discard")).code()).isEqualTo(1);
        assertThat(Ran.of(line("dead", "discard", "1-2", "--all")).code()).isEqualTo(1);
        assertThat(coordinator.asked).hasSize(3);
    }
}
