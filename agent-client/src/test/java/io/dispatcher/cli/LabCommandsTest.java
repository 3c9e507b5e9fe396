package io.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LabCommandsTest {
    private static final String RESULT =
            "\"result\": {\"status_code\": 502, \"agent_id\": \"b\", \"source_address\": \"::1\"}";
    private FakeCoordinator coordinator;

    @BeforeEach
    void start() throws IOException {
        coordinator = new FakeCoordinator();
    }

    @AfterEach
    void stop() {
        coordinator.close();
    }

    private Ran run(String... args) {
        String[] all = java.util.Arrays.copyOf(args, args.length + 2);
        all[args.length] = "--coordinator-url";
        all[args.length + 1] = coordinator.url();
        return Ran.of(all);
    }

    private void replays(String diff) {
        coordinator.on(
                "POST /api/replay/1",
                200,
                "{\"request_id\": \"2\", \"replay_of\": \"1\", \"lacks\": [\"Cookie\"], " + RESULT + ", \"diff\": "
                        + diff + "}");
    }

    @Test
    void aReplaySaysWhatDiffersAndWhatItLacks() {
        replays("{\"status\": {\"before\": 200, \"after\": 502}, \"headers\": [{\"name\": \"X\", \"before\": [\"1\"],"
                + " \"after\": []}], \"headers_not_compared\": [], \"body\": {\"equal\": false, \"text\": \"@@ -1,1 +1,1"
                + " @@\\n-a\\n+b\\n\"}, \"timings\": {\"total_ms\": {\"before\": 1, \"after\": 2}}}");

        Ran shown = run("replay", "1", "--agent-id", "b", "-H", "A: 1", "-d", "x");

        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(shown.out())
                .contains("sent without Cookie", "  - 200\n  + 502", "  - X: 1", "  - a\n  + b", "1.0 ms");
        assertThat(coordinator.asked.get(0).body())
                .isEqualTo("{\"agent_id\":\"b\",\"headers\":{\"A\":[\"1\"]},\"body_base64\":\"eA==\"}");
        assertThat(run("replay", "1", "--fail").code()).isEqualTo(4);
        assertThat(run("replay", "1", "--json").json().path("diff").isObject()).isTrue();
        assertThat(run("replay", "1", "--anywhere", "--agent-id", "b").code()).isEqualTo(1);
        assertThat(run("replay", "1", "-H", "none").code()).isEqualTo(1);
    }

    @Test
    void jsonBodiesDifferByPath() {
        replays(
                "{\"status\": null, \"headers\": [], \"headers_not_compared\": [\"Set-Cookie\"], \"body\": {\"equal\": false,"
                        + " \"json_patch\": [{\"op\": \"remove\", \"path\": \"/a\"}, {\"op\": \"add\", \"path\": \"/b\", \"value\": 1},"
                        + " {\"op\": \"replace\", \"path\": \"/c\", \"value\": {}}], \"json_patch_cut\": true}, \"timings\": {}}");
        assertThat(run("replay", "1").out())
                .contains("status     same", "secret: Set-Cookie", "  - /a\n  + /b = 1\n  ~ /c = {}", "and more");
        replays(
                "{\"status\": null, \"headers\": [], \"body\": {\"equal\": null, \"compared_bytes\": 9}, \"timings\": {}}");
        assertThat(run("replay", "1", "--fail").code()).isZero();
    }

    @Test
    void eventsAreShownOldestFirstByType() {
        coordinator.on(
                "GET /api/events/snapshot?since_id=7&limit=20",
                200,
                "{\"events\": ["
                        + "{\"id\": 9, \"type\": \"agent.connected\", \"time\": \"2026-01-01T00:00:00.000Z\", \"data\": {}},"
                        + "{\"id\": 10, \"type\": \"request.failed\", \"time\": \"2026-01-01T00:00:00.000Z\", \"data\": {\"error\": \"expired\","
                        + " \"caller\": null}}], \"next_since_id\": 10, \"gap\": true}");
        Ran all = run("events", "--since-id", "7");
        assertThat(all.out()).contains("     9 agent.connected", "    10 request.failed     error=expired");
        assertThat(all.err()).contains("missing");
        Ran some = run("events", "--since-id", "7", "--type", "request.*", "--json");
        assertThat(some.out()).startsWith("{\"id\":10,").hasLineCount(1);
        assertThat(run("events", "--limit", "0").code()).isEqualTo(1);
    }

    @Test
    void aDemonstrationsTokenIsShown() {
        coordinator.on("GET /api/history?limit=20", 200, "{\"items\": [], \"next_cursor\": null}");
        run("history", "--demo-token", "sesame");
        assertThat(coordinator.asked.get(0).header("X-demo-token")).isEqualTo("sesame");
    }

    @Test
    void brokenThresholdsOfLoadAreExitCode4() {
        coordinator.on("GET /", 200, "{}");
        String[] load = {"load", coordinator.url() + "/", "--concurrency", "2", "--duration", "0.3", "--json"};
        Ran well = Ran.of(load);
        assertThat(well.code()).as(well.err()).isZero();
        assertThat(well.json().path("runs").path("load").path("requests").asLong())
                .isPositive();
        assertThat(well.json().path("broken")).isEmpty();
        String[] strict = java.util.Arrays.copyOf(load, load.length + 2);
        strict[load.length] = "--min-rps";
        strict[load.length + 1] = "1e9";
        Ran broken = Ran.of(strict);
        assertThat(broken.code()).isEqualTo(4);
        assertThat(broken.json().path("broken").get(0).asText()).contains("requests/s <");
        assertThat(Ran.of("load", "https://127.0.0.1:1/").code()).isEqualTo(1);
        assertThat(Ran.of("load", coordinator.url(), "--max-error-rate", "many", "--duration", "0.1")
                        .code())
                .isEqualTo(1);
    }

    @Test
    void twoServersAreCompared() {
        coordinator.on("GET /a", 200, "{}").on("GET /b", 500, "{}");
        String[] compare = {
            "load",
            "compare",
            "a=" + coordinator.url() + "/a",
            "b=" + coordinator.url() + "/b",
            "--concurrency",
            "2",
            "--duration",
            "0.3",
            "--warm-up",
            "0",
            "--max-p95-ms",
            "10000"
        };
        Ran well = Ran.of(compare);
        assertThat(well.code()).as(well.err()).isZero();
        assertThat(well.out()).contains("| requests | error rate |", "| a | ", "| b | ", "100.00 %");
        compare[2] = "a=" + coordinator.url() + "/b";
        Ran broken = Ran.of(compare);
        assertThat(broken.code()).isEqualTo(4);
        assertThat(broken.err()).contains("a: error rate 100.00 % > 1.00 %");
        assertThat(Ran.of("load", "compare", "a=http://h/", "a=http://h/").code())
                .isEqualTo(1);
    }
}
