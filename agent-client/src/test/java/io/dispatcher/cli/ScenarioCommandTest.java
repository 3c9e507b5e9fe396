package io.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ScenarioCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RUN = "POST /api/scenarios/run";
    private static final String REPORT = "GET /api/scenarios/runs/r1";
    private static final String STEPS = """
            "steps": [{"name": "one", "row": 0, "status": "%s", "results": [{"agent_id": "a", "attempts": 2,
            "response": {"status_code": 418, "timings": {"total_ms": 1.5}},
            "assertions": [{"type": "status", "passed": %s, "expected": 200, "actual": 418}], "chaos": {}}]}]}
            """;

    @TempDir
    Path directory;

    private FakeCoordinator coordinator;

    @BeforeEach
    void start() throws IOException {
        coordinator = new FakeCoordinator();
        coordinator.on(RUN, 202, "{\"run_id\": \"r1\", \"status\": \"running\"}");
    }

    @AfterEach
    void stop() {
        coordinator.close();
    }

    private Ran scenario(String... words) {
        List<String> line = new ArrayList<>(List.of("scenario"));
        line.addAll(List.of(words));
        line.addAll(List.of("--server", coordinator.url()));
        return Ran.of(line.toArray(String[]::new));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private void ends(String status, boolean passed) {
        String steps = String.format(STEPS, status, passed);
        coordinator
                .on(REPORT, 200, "{\"run_id\": \"r1\", \"status\": \"running\", \"steps\": []}")
                .then(
                        REPORT,
                        200,
                        "{\"run_id\": \"r1\", \"seed\": 5, \"error\": null, \"status\": \"" + status + "\", " + steps);
    }

    @ParameterizedTest
    @CsvSource({"passed, true, 0", "failed, false, 4", "error, false, 3", "cancelled, false, 3"})
    void theExitCodeIsTheVerdict(String status, boolean passed, int code) throws IOException {
        ends(status, passed);
        Ran ran = scenario("run", file("a.json", "{\"name\": \"a\"}"), "--cli-refresh-ms", "10");
        assertThat(ran.code()).as(ran.err()).isEqualTo(code);
        assertThat(ran.out()).contains("one", status, "seed 5", "418 in", "try 2");
        assertThat(ran.out().contains("expected 200, was 418")).isEqualTo(!passed);
    }

    @Test
    void aYamlFileIsSentAsItsJsonWithSeedAndVariables() throws IOException {
        ends("passed", true);
        Ran ran = scenario(
                "run",
                file(
                        "a.yml",
                        "name: a\nsteps:\n  - {request: {url: 'http://h'}, delay_ms: 5}\nflag: true\nhalf: 0.5\n"),
                "--seed",
                "42",
                "--var",
                "x=1",
                "--cli-refresh-ms",
                "10");
        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode sent = JSON.readTree(coordinator.asked.get(0).body());
        assertThat(sent)
                .isEqualTo(JSON.readTree("{\"seed\": 42, \"variables\": {\"x\": \"1\"}, \"scenario\": {\"name\": \"a\","
                        + "\"steps\": [{\"request\": {\"url\": \"http://h\"}, \"delay_ms\": 5}],"
                        + "\"flag\": true, \"half\": 0.5}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.json | {\"a\": | a.json:1:",
                "a.json | {\"a\": 1, \"a\": 2} | a.json:1:",
                "a.json | [] | a.json:1:1",
                "a.json | {} {} | a.json:1:4",
                "a.yaml | a: [1 | a.yaml:",
                "a.yaml | a: b: c | a.yaml:1:",
                "a.yaml | plain text | a.yaml:1:1"
            })
    void aBadFileIsTwoWithItsPlaceAndNothingIsSent(String name, String text, String place) throws IOException {
        Ran ran = scenario("run", file(name, text));
        assertThat(ran.code()).as(ran.err()).isEqualTo(2);
        assertThat(ran.err()).contains(place);
        assertThat(coordinator.asked).isEmpty();
        assertThat(scenario("run", "nowhere.json").code()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scenario.steps[0].request.colour: unknown member | :4:15: ",
                "scenario.steps[0].request: needs one of | :4:5: ",
                "scenario.steps[0].assertions[3].type: x | :3:5: ",
                "scenario.steps: more than 1 | :2:1: ",
                "scenario: must be an object | :1:1: ",
                "scenario.nowhere: x | :1:1: "
            })
    void whatTheCoordinatorRefusesIsFoundInTheFile(String detail, String place) throws IOException {
        coordinator.on(RUN, 400, "{\"type\": \"/problems/invalid-request\", \"detail\": \"" + detail + "\"}");
        Ran ran = scenario("run", file("a.yaml", "name: a\nsteps:\n  - name: b\n    request: {colour: red}\n"));
        assertThat(ran.code()).as(ran.err()).isEqualTo(2);
        assertThat(ran.err()).contains("a.yaml" + place);
    }

    @Property(tries = 500)
    void anyFileIsReadOrRefusedWithItsPlace(@ForAll String text, @ForAll boolean yaml) throws IOException {
        Path file = Files.createTempFile("scenario", yaml ? ".yaml" : ".json");
        try {
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
            ScenarioFile.read(file);
        } catch (InputFileException e) {
            assertThat(e.getMessage()).containsPattern("\\.(yaml|json):\\d+:\\d+: ");
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void liveShowsEventsFromNowOnALineEach() {
        String at = ", \"time\": \"2026-03-01T12:00:00.000Z\", \"data\": {\"name\": \"x\", \"status\": \"passed\"}}";
        coordinator
                .on(
                        "GET /api/events/snapshot?limit=1&since_id=999999999999999999",
                        200,
                        "{\"events\": [], \"next_since_id\": 7, \"gap\": false}")
                .on(
                        "GET /api/events/snapshot?limit=1000&since_id=7",
                        200,
                        "{\"events\": [{\"id\": 8, \"type\": \"scenario.run_completed\"" + at
                                + ", {\"id\": 9, \"type\": \"agent.connected\"" + at
                                + "], \"next_since_id\": 9, \"gap\": false}");
        Ran ran = scenario("live", "--type", "scenario.", "--count", "1", "--cli-refresh-ms", "10");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("scenario.run_completed name=x status=passed")
                .doesNotContain("agent.connected");
    }

    @Test
    void aRequestToATargetIsSentAsAsked() throws IOException {
        coordinator.on(
                "POST /api/proxy/request",
                200,
                "{\"status_code\": 200, \"body\": \"hi\", \"via\": \"agent\", \"agent_id\": \"a\", \"request_id\": \"r\"}");
        Ran ran = Ran.of(
                "proxy",
                "--target-id",
                "t",
                "--method",
                "PUT",
                "--path",
                "/p",
                "-H",
                "A: b",
                "-d",
                "x",
                "--server",
                coordinator.url());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).isEqualTo("hi");
        assertThat(JSON.readTree(coordinator.asked.get(0).body()))
                .isEqualTo(
                        JSON.readTree("{\"path\": \"/p\", \"target_id\": \"t\", \"method\": \"PUT\", \"body\": \"x\","
                                + " \"headers\": {\"A\": [\"b\"]}}"));
        assertThat(scenario("proxy", "--path", "/").code()).isEqualTo(1);
    }
}
