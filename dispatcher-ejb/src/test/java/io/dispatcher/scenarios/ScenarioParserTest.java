package io.dispatcher.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.scenarios.engine.SimulatedWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioParserTest {
    private static final ScenarioParser PARSER = new ScenarioParser(50, 20, 1337);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path EXAMPLE = Path.of("../examples/scenarios/user_lifecycle.json");
    private static final String[] STRANGE = {
        "\"\"",
        "\"${\"",
        "\"${a}\"",
        "\"$${x}\"",
        "\"$[\"",
        "\"(\"",
        "\"(a{1000}){1000}\"",
        "-1",
        "1e999",
        "1e-999",
        "99999999999999999999999",
        "null",
        "true",
        "[]",
        "{}",
        "[[]]",
        "{\"$ref\": \"#\"}",
        "{\"$ref\": \"http://127.0.0.1:1/x\"}",
        "{\"pattern\": \"(\"}",
        "{\"type\": 5}",
        "\"\\u0000\"",
        "\"\\ud800\""
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | name",
                "{'name': 'a'} | steps",
                "{'name': 'a', 'steps': [{}]} | steps[0].request",
                "{'name': 'a', 'steps': [{'request': {}}]} | steps[0].request",
                "{'name': 'a', 'steps': [{'request': {'url': 'a', 'target': 'b'}}]} | steps[0].request",
                "{'name': 'a', 'steps': [{'request': {'url': 'a'}, 'x': 1}]} | steps[0].x: unknown member",
                "{'name': 'a', 'steps': [{'request': {'url': 'a'}, 'chaos': {'latency_ms': [2, 1]}}]} | steps[0].chaos.latency_ms",
                "{'name': 'a', 'steps': [{'request': {'url': 'a'}, 'extract': {'v': '$['}}]} | steps[0].extract.v",
                "{'name': 'a', 'steps': [{'request': {'upstream': 'a'}, 'from': {'all': true}}]} | steps[0].from",
                "{'name': 'a', 'steps': [{'request': {'url': 'a'}, 'assertions': [{'type': 'body', 'matches': '('}]}]} | steps[0].assertions[0].matches",
                "{'name': 'a', 'steps': [{'request': {'url': 'a'}, 'assertions': [{'type': 'x'}]}]} | steps[0].assertions[0].type",
                "{'name': 'a', 'steps': [{'request': {'url': 'a'}, 'assertions': [{'type': 'schema', 'schema': {'pattern': '('}}]}]} | steps[0].assertions[0].schema"
            })
    void whatIsWrongIsNamed(String json, String named) {
        assertThatThrownBy(() -> PARSER.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidRequestException.class)
                .message()
                .startsWith(named);
    }

    @Property(tries = 2_000)
    void anythingIsAScenarioThatRunsOrRefused(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        ObjectNode mutated = (ObjectNode) JSON.readTree(Files.readString(EXAMPLE));
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            change(mutated, random);
        }
        try {
            var scenario = PARSER.parse(mutated.toString().getBytes(StandardCharsets.UTF_8));
            ObjectNode report = new SimulatedWorld((request, place) ->
                            SimulatedWorld.answer(200, request.path("body").toString()))
                    .toTheEnd(scenario, seed);
            assertThat(report.path("status").asText()).isIn("passed", "failed", "error");
        } catch (InvalidRequestException e) {
            assertThat(e.failure().detail()).isNotBlank();
        }
    }

    @Property(tries = 1_000)
    void anyTextIsRefusedByItsPlace(@ForAll String text) {
        assertThatThrownBy(() -> PARSER.parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidRequestException.class);
    }

    private static void change(ObjectNode root, Random random) throws IOException {
        List<JsonNode> inner = new ArrayList<>();
        collect(root, inner);
        JsonNode one = inner.get(random.nextInt(inner.size()));
        JsonNode strange = JSON.readTree(STRANGE[random.nextInt(STRANGE.length)]);
        if (one instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(3)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(name, strange);
                default -> object.set(name + "x", object.get(name));
            }
        } else if (one instanceof ArrayNode array && !array.isEmpty()) {
            array.set(
                    random.nextInt(array.size()), random.nextBoolean() ? strange : JsonNodeFactory.instance.nullNode());
        }
    }

    private static void collect(JsonNode node, List<JsonNode> inner) {
        if (node.isContainerNode()) {
            inner.add(node);
            node.forEach(child -> collect(child, inner));
        }
    }
}
