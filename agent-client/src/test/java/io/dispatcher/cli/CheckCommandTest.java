package io.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CheckCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EXECUTE = "POST /api/execute";
    private static final String RESULT = """
            {"request_id": "019a-1", "agent_id": "a1", "source_address": "fd00:77::1", "status_code": 204,
             "http_version": "HTTP/1.1", "headers": {}, "body": "all is well", "body_base64": null, "body_truncated": false,
             "size_bytes": 11, "attempts": 1, "timings": {"queue_ms": 0.4, "dns_ms": 0.1, "connect_ms": 1.2, "tls_ms": 0.0,
             "first_byte_ms": 3.4, "total_ms": 5.1}}
            """;
    private static final String UNAVAILABLE =
            "{\"type\":\"/no-agent-available\",\"detail\":\"nobody\",\"failure_source\":\"queue\"}";

    private FakeCoordinator coordinator;

    @BeforeEach
    void start() throws IOException {
        coordinator = new FakeCoordinator().on(EXECUTE, 200, RESULT);
    }

    @AfterEach
    void stop() {
        coordinator.close();
    }

    private Ran check(String options) {
        String[] words = ("check http://h/x" + options).split(" ");
        String[] line = Arrays.copyOf(words, words.length + 2);
        line[words.length] = "--server";
        line[words.length + 1] = coordinator.url();
        return Ran.of(line);
    }

    private JsonNode sent(int number) throws IOException {
        return JSON.readTree(coordinator.asked.get(number).body());
    }

    @Test
    void oneGetThroughThePoolShowsItsPhases() throws IOException {
        Ran ran = check("");

        assertThat(ran.code()).isZero();
        assertThat(ran.out().lines())
                .containsExactly(
                        "+ HTTP/1.1 204 - a1 from fd00:77::1 - 11 bytes",
                        "  queue 0.4 - dns 0.1 - connect 1.2 - tls 0.0 - first byte 3.4 - total 5.1 ms");
        assertThat(sent(0)).isEqualTo(JSON.readTree("{\"url\":\"http://h/x\",\"method\":\"GET\"}"));
    }

    @Test
    void whatIsExpectedDecidesTheExitCode() {
        assertThat(check(" --expect-status 204 --body-match is.w").code()).isZero();
        assertThat(check(" --expect-status 2xx").code()).isZero();
        assertThat(check(" --expect-status 200").code()).isEqualTo(4);
        assertThat(check(" --expect-status 5xx").out()).contains("status 204 is not 5xx");
        assertThat(check(" --body-match nothing").out()).contains("nothing in the body matches nothing");
        coordinator.on(EXECUTE, 200, RESULT.replace("204", "404"));
        assertThat(check("").code()).isEqualTo(4);
        assertThat(check(" --expect-status 4xx").code()).isZero();
    }

    @Test
    void everyConnectedAgentIsAskedOnce() throws IOException {
        coordinator.on("GET /api/agents?limit=500", 200, """
                {"items": [{"agent_id": "a1", "status": "connected"}, {"agent_id": "a2", "status": "disconnected"},
                           {"agent_id": "a3", "status": "connected"}], "next_cursor": null}
                """);

        Ran ran = check(" --from * --source-address fd00:77::1");

        assertThat(ran.code()).isZero();
        assertThat(ran.out().lines()).hasSize(4);
        assertThat(coordinator.asked).hasSize(3);
        assertThat(sent(1).path("source_address").asText()).isEqualTo("fd00:77::1");
        assertThat(new String[] {
                    sent(1).path("agent_id").asText(), sent(2).path("agent_id").asText()
                })
                .containsExactlyInAnyOrder("a1", "a3");
    }

    @Test
    void aTargetThatGivesNoAnswerIsExitCodeFour() {
        coordinator.on(
                EXECUTE, 502, "{\"type\":\"/target-connect\",\"detail\":\"refused\",\"failure_source\":\"target\"}");

        Ran ran = check(" --from a1");

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.out()).isEqualTo("x a1 - refused [target-connect]\n");
    }

    @Test
    void aCheckThatCouldNotBeMadeIsExitCodeThree() {
        coordinator.on(EXECUTE, 503, UNAVAILABLE);

        Ran ran = check("");

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err().strip()).isEqualTo("dispatcher check: nobody [no-agent-available]");
    }

    @Test
    void oneThatCouldNotBeMadeDoesNotHideTheOthers() {
        coordinator.then(EXECUTE, 503, UNAVAILABLE);

        Ran ran = check(" --from a1 --from a2 --json");

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.json().path("ok").asBoolean(true)).isFalse();
        assertThat(ran.json().path("checks").findValuesAsText("ok")).containsExactlyInAnyOrder("true", "false");
        assertThat(ran.json().path("checks").get(0).path("from").asText()).isEqualTo("a1");
    }
}
