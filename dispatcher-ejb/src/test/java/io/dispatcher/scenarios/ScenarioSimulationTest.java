package io.dispatcher.scenarios;

import static io.dispatcher.scenarios.engine.SimulatedWorld.answer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.scenarios.engine.Answer;
import io.dispatcher.scenarios.engine.Chaos;
import io.dispatcher.scenarios.engine.Scenario;
import io.dispatcher.scenarios.engine.ScenarioRun;
import io.dispatcher.scenarios.engine.SimulatedWorld;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioSimulationTest {
    private static final ScenarioParser PARSER = new ScenarioParser(50, 20, 1337);

    private static Scenario scenario(String more, String... steps) {
        try {
            String json = "{'name': 's'" + more + ", 'steps': [" + String.join(",", steps) + "]}";
            return PARSER.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static SimulatedWorld echo() {
        return new SimulatedWorld(
                (request, place) -> answer(200, request.path("body").toString()));
    }

    private static List<String> statuses(JsonNode report) {
        List<String> statuses = new ArrayList<>();
        report.path("steps").forEach(step -> statuses.add(step.path("status").asText()));
        return statuses;
    }

    @Test
    void stepsPassOnWhatTheyExtractWithItsType() {
        ObjectNode report = echo().toTheEnd(
                        scenario(
                                ", 'variables': {'n': 1}, 'data': [{'n': 5}, {'n': 6}]",
                                "{'request': {'url': 'u', 'body': {'id': '${n}'}}, 'extract': {'id': '$.id'}}",
                                "{'request': {'url': 'u', 'body': {'again': '${id}', 'text': 'n=${id} $${id}'}},"
                                        + " 'assertions': [{'type': 'json', 'path': '$.again', 'equals': '${n}'},"
                                        + " {'type': 'json', 'path': '$.text', 'equals': 'n=${n} $${id}'}]}"),
                        1);
        assertThat(report.path("status").asText()).as(report.toString()).isEqualTo("passed");
        assertThat(report.at("/steps/3/results/0/assertions/0/actual").intValue())
                .isEqualTo(6);
    }

    @Test
    void aStepThatFailsEndsItsRowAndNoOther() {
        SimulatedWorld world = echo();
        ObjectNode report = world.toTheEnd(
                scenario(
                        ", 'data': [{'n': 1}, {'n': 2}]",
                        "{'name': 'one', 'request': {'url': 'u', 'body': '${n}'},"
                                + " 'assertions': [{'type': 'body', 'contains': '2'}]}",
                        "{'name': 'two', 'request': {'url': 'u'}}"),
                1);
        assertThat(statuses(report)).containsExactly("failed", "skipped", "passed", "passed");
        assertThat(report.path("status").asText()).isEqualTo("failed");
        assertThat(world.told).containsExactly("one failed", "one passed", "two passed", "ended FAILED");
    }

    @Test
    void itIsTriedAgainUntilItIsAsExpected() {
        AtomicInteger calls = new AtomicInteger();
        SimulatedWorld world =
                new SimulatedWorld((request, place) -> answer(calls.incrementAndGet() < 3 ? 503 : 200, "{}"));
        ObjectNode report = world.toTheEnd(
                scenario(
                        "",
                        "{'request': {'url': 'u'}, 'delay_ms': 1000, 'retry': {'times': 2, 'delay_ms': 100},"
                                + " 'assertions': [{'type': 'status', 'equals': 200}]}"),
                1);
        assertThat(report.at("/steps/0/results/0/attempts").asInt()).isEqualTo(3);
        assertThat(world.sent).containsExactly("1000 u", "1103 u", "1206 u");
        assertThat(report.path("finished_at").asText()).isEqualTo("2030-01-01T00:00:01.209Z");
    }

    @Test
    void theSameSeedMakesTheSameFaultsAndAnotherMakesOthers() {
        Scenario stormy = scenario(
                ", 'data': [{}, {}, {}]",
                "{'request': {'url': 'u'}, 'from': {'all': true}, 'retry': {'times': 20, 'delay_ms': 10},"
                        + " 'chaos': {'latency_ms': [0, 500], 'failure_rate': 0.5}}");
        SimulatedWorld one = echo();
        SimulatedWorld two = echo();
        SimulatedWorld other = echo();
        ObjectNode first = one.toTheEnd(stormy, 42);
        assertThat(two.toTheEnd(stormy, 42)).isEqualTo(first);
        assertThat(two.sent).isEqualTo(one.sent);
        other.toTheEnd(stormy, 43);
        assertThat(other.sent).isNotEqualTo(one.sent);
    }

    @Test
    void faultsAreWithinWhatWasAsked() {
        Chaos chaos = new Chaos(10, 20, 0.25);
        int failed = 0;
        for (int attempt = 1; attempt <= 4_000; attempt++) {
            Chaos.Fault fault = chaos.at(9, 0, 0, "x", attempt);
            assertThat(fault.latencyMs()).isBetween(10, 20);
            failed += fault.failed() ? 1 : 0;
        }
        assertThat(failed).isBetween(850, 1_150);
        assertThat(chaos.at(9, 0, 0, "", 1)).isEqualTo(new Chaos(10, 20, 0.25).at(9, 0, 0, "", 1));
    }

    @Test
    void aFaultIsAProblemThatMayBeExpected() {
        SimulatedWorld world = echo();
        ObjectNode report = world.toTheEnd(
                scenario(
                        "",
                        "{'request': {'url': 'u'}, 'chaos': {'failure_rate': 1},"
                                + " 'assertions': [{'type': 'status', 'equals': 502},"
                                + " {'type': 'json', 'path': '$.type', 'matches': 'chaos$'}]}",
                        "{'request': {'url': 'u'}, 'chaos': {'failure_rate': 1},"
                                + " 'assertions': [{'type': 'duration', 'less_than_ms': 1000}]}"),
                1);
        assertThat(statuses(report)).containsExactly("passed", "failed");
        assertThat(world.sent).isEmpty();
    }

    @Test
    void whatCannotBeMadeIsAnErrorWithItsReason() {
        ObjectNode unset = echo().toTheEnd(scenario("", "{'request': {'url': '${nothing}'}}"), 1);
        assertThat(unset.path("status").asText()).isEqualTo("error");
        assertThat(unset.path("error").asText()).isEqualTo("step 1: variable nothing is not set");
        ObjectNode nowhere = echo().toTheEnd(scenario("", "{'name': 'x', 'request': {'url': 'nowhere'}}"), 1);
        assertThat(nowhere.path("error").asText()).isEqualTo("x: there is no such place");
    }

    @Test
    void aStepThatIsFilledBeyondAllMeasureIsAnError() {
        String long1 = "'" + "x".repeat(1_000_000) + "'";
        String uses = String.join(",", java.util.Collections.nCopies(100, "'${v}'"));
        ObjectNode report = echo().toTheEnd(
                        scenario(
                                ", 'variables': {'v': " + long1 + "}",
                                "{'request': {'url': 'u', 'body': [" + uses + "]}}"),
                        1);
        assertThat(report.path("status").asText()).isEqualTo("error");
        assertThat(report.path("error").asText()).contains("the step becomes longer than");
    }

    @Test
    void aRunWhoseReportBecomesTooLongEnds() {
        SimulatedWorld world = new SimulatedWorld((request, place) -> {
            Answer answer = answer(200, "");
            answer.shown().put("headers", "h".repeat(60_000));
            return answer;
        });
        String rows = String.join(",", java.util.Collections.nCopies(900, "{'a': 1}"));
        ObjectNode report = world.toTheEnd(scenario(", 'data': [" + rows + "]", "{'request': {'url': 'u'}}"), 1);
        assertThat(report.path("status").asText()).isEqualTo("error");
        assertThat(report.path("error").asText()).contains("characters of them");
        assertThat(report.toString().length()).isLessThan(20_000_000);
    }

    @Test
    void aCancelledRunTakesBackWhatIsUnderWayAndEndsOnce() {
        SimulatedWorld world = echo();
        ScenarioRun run = world.begin(
                scenario("", "{'request': {'url': 'u'}, 'from': {'all': true}}", "{'request': {'url': 'v'}}"), 1);
        world.pass(1);
        run.cancel("enough");
        run.fail("too late");
        world.pass(10_000);
        assertThat(run.report().path("status").asText()).isEqualTo("cancelled");
        assertThat(run.report().path("error").asText()).isEqualTo("enough");
        assertThat(world.sent).containsExactly("0 ua", "0 ub", "0 uc", "1 taken back", "1 taken back", "1 taken back");
        assertThat(world.told).containsExactly("ended CANCELLED");
    }

    @Test
    void aFaultOfOurOwnEndsTheRun() {
        SimulatedWorld world = new SimulatedWorld((request, place) -> {
            throw new IllegalStateException("as if");
        });
        ObjectNode report = world.toTheEnd(scenario("", "{'request': {'url': 'u'}}"), 1);
        assertThat(report.path("status").asText()).isEqualTo("error");
        assertThat(report.path("error").asText()).startsWith("our own fault");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type': 'status', 'equals': 200} | true",
                "{'type': 'status', 'equals': 201} | false",
                "{'type': 'header', 'name': 'x-a', 'equals': '1'} | true",
                "{'type': 'header', 'name': 'x-b', 'matches': '.*'} | false",
                "{'type': 'body', 'contains': 'ab'} | true",
                "{'type': 'body', 'matches': '^\\\\{.*}$'} | true",
                "{'type': 'json', 'path': '$.n', 'equals': 1.0} | true",
                "{'type': 'json', 'path': '$.n', 'equals': '1'} | false",
                "{'type': 'json', 'path': '$.o', 'equals': {'b': [1, 2]}} | true",
                "{'type': 'json', 'path': '$.none', 'exists': false} | true",
                "{'type': 'json', 'path': '$.nil', 'equals': null} | true",
                "{'type': 'json', 'path': '$.n', 'equals': null} | false",
                "{'type': 'json', 'path': '$.o.b[?@ > 1]', 'equals': 2} | true",
                "{'type': 'schema', 'schema': {'required': ['n']}} | true",
                "{'type': 'schema', 'schema': {'properties': {'n': {'type': 'string'}}}} | false",
                "{'type': 'schema', 'schema': {'properties': {'s': {'pattern': '^a+$'}}}} | false",
                "{'type': 'duration', 'less_than_ms': 3.5} | true",
                "{'type': 'duration', 'less_than_ms': 3} | false"
            })
    void assertionsSeeTheAnswer(String assertion, boolean passed) {
        Answer answer = answer(200, "{\"n\": 1, \"s\": \"ab\", \"nil\": null, \"o\": {\"b\": [1, 2]}}");
        ObjectNode report = new SimulatedWorld((request, place) -> answer)
                .toTheEnd(scenario("", "{'request': {'url': 'u'}, 'assertions': [" + assertion + "]}"), 1);
        assertThat(report.at("/steps/0/results/0/assertions/0/passed").asBoolean())
                .as(report.toString())
                .isEqualTo(passed);
    }
}
