package io.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MonitorCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALL = "GET /api/monitors?limit=500";
    private static final String SHOP = """
            {"id": "m1", "name": "shop", "kind": "http", "request": {"url": "https://h/"}, "interval": 30.0, "paused": false,
             "state": "%s", "state_since": "2026-03-01T12:00:00.000Z", "vantage_points": [{"agent_id": "a1",
             "source_address": null, "state": "%s", "since": "2026-03-01T12:00:00.000Z", "reason": "status 500 is not 2xx",
             "last_run": "2026-03-01T12:00:00.000Z", "loss_percent": 0.0, "duration_ms": 12.5,
             "certificate_until": "2020-01-01T00:00:00.000Z"}]}
            """;

    private FakeCoordinator coordinator;

    @BeforeEach
    void start() throws IOException {
        coordinator = new FakeCoordinator();
        shop("up");
    }

    private void shop(String state) {
        String json = String.format(SHOP, state, state);
        coordinator.on(ALL, 200, "{\"items\": [" + json + "], \"next_cursor\": null}");
        coordinator.on("GET /api/monitors/m1", 200, json);
    }

    @AfterEach
    void stop() {
        coordinator.close();
    }

    private Ran monitor(String... words) {
        List<String> line = new ArrayList<>(List.of("monitor"));
        line.addAll(List.of(words));
        line.addAll(List.of("--server", coordinator.url()));
        return Ran.of(line.toArray(String[]::new));
    }

    private JsonNode added(String... words) throws IOException {
        coordinator.on("POST /api/monitors", 201, "{\"id\": \"m2\"}");
        assertThat(monitor(words).code()).isZero();
        return JSON.readTree(coordinator.asked.get(coordinator.asked.size() - 1).body());
    }

    @Test
    void aUrlIsRequestedAndAnythingElsePinged() throws IOException {
        assertThat(added("add", "edge", "192.0.2.1", "--from", "*", "--loss", "5", "--count", "10"))
                .isEqualTo(JSON.readTree("{\"name\":\"edge\",\"kind\":\"ping\",\"from\":[\"*\"],"
                        + "\"thresholds\":{\"loss_percent\":5.0},\"count\":10,\"target\":\"192.0.2.1\"}"));
        assertThat(added(
                        "add",
                        "shop",
                        "https://h/x",
                        "--each-address",
                        "--interval",
                        "30",
                        "--expect-status",
                        "2xx",
                        "--body-match",
                        "v\\d",
                        "--certificate-days",
                        "21",
                        "--no-verify-tls"))
                .isEqualTo(
                        JSON.readTree("{\"name\":\"shop\",\"kind\":\"http\",\"addresses\":\"each\",\"interval\":30.0,"
                                + "\"thresholds\":{\"certificate_days\":21},\"request\":{\"url\":\"https://h/x\",\"verify_tls\":false},"
                                + "\"expect\":{\"status\":\"2xx\",\"body\":{\"matches\":\"v\\\\d\"}}}"));
    }

    @Test
    void aFileHoldsAWholeOne(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("m.json"), "{\"kind\": \"ping\", \"target\": \"a\"}");
        assertThat(added("add", "edge", "--file", file.toString()))
                .isEqualTo(JSON.readTree("{\"kind\":\"ping\",\"target\":\"a\",\"name\":\"edge\"}"));
        Files.writeString(file, "[]");
        assertThat(monitor("add", "edge", "--file", file.toString()).code()).isEqualTo(2);
        assertThat(monitor("add", "edge").code()).isEqualTo(1);
        assertThat(monitor().code()).isEqualTo(1);
    }

    @Test
    void itIsFoundByItsNameAndDownIsAFailedAssertion() {
        Ran up = monitor("show", "shop");
        assertThat(up.code()).isZero();
        assertThat(up.out()).contains("shop  up since", "12.5 ms", "ended", "status 500 is not 2xx");
        shop("down");
        assertThat(monitor("show", "shop").code()).isEqualTo(4);
        assertThat(monitor("list").out()).contains("shop", "down", "https://h/", "30s");
    }

    @Test
    void resultsAreShownOneByOneAndByStep() {
        coordinator.on(
                "GET /api/monitors/m1/results?limit=20",
                200,
                "{\"items\": [{\"time\": \"2026-03-01T12:00:00.000Z\", \"agent_id\": \"a1\", \"state\": \"degraded\","
                        + " \"loss_percent\": 20.0, \"p50_ms\": 1.5}], \"next_cursor\": \"c\"}");
        Ran results = monitor("results", "shop");
        assertThat(results.out()).contains("a1", "degraded", "20.0 %", "1.5 ms");
        assertThat(results.err()).contains("there are more");
        coordinator.on(
                "GET /api/monitors/m1/results?step=300&limit=20",
                200,
                "{\"items\": [{\"time\": \"2026-03-01T12:00:00.000Z\", \"agent_id\": \"a1\", \"runs\": 5, \"up\": 4}],"
                        + " \"next_cursor\": null}");
        assertThat(monitor("results", "shop", "--step", "300").out()).contains("4/5 up");
        assertThat(monitor("results", "shop", "--since", "soon").code()).isEqualTo(1);
    }

    @Test
    void pausedResumedRemoved() {
        coordinator.on("POST /api/monitors/m1/pause", 200, "{}").on("POST /api/monitors/m1/resume", 200, "{}");
        coordinator.on("DELETE /api/monitors/m1", 200, "{}");
        assertThat(monitor("pause", "shop").out()).contains("shop paused");
        assertThat(monitor("resume", "shop").out()).contains("shop resumed");
        assertThat(monitor("remove", "shop", "--json").out()).contains("\"removed\"");
        coordinator.on(
                "DELETE /api/monitors/none",
                404,
                "{\"type\": \"/problems/not-found\", \"detail\": \"There is none.\"}");
        assertThat(monitor("remove", "none").code()).isEqualTo(3);
    }
}
