package io.dispatcher.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.history.Redaction;
import java.util.Map;
import java.util.stream.Stream;

/** Scenarios as they are shown. */
final class ScenarioJson {
    private static final String VARIABLE = "${";

    private ScenarioJson() {}

    /** Without secrets: of a header that carries one nothing but variables is shown. */
    static ObjectNode shown(StoredScenario stored) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", stored.id());
        ObjectNode source = stored.scenario().source().deepCopy();
        source.put("seed", stored.scenario().seed());
        if (!source.hasNonNull("variables")) {
            source.putObject("variables");
        }
        if (!source.hasNonNull("data")) {
            source.putArray("data");
        }
        for (JsonNode step : source.path("steps")) {
            if (step.path("request").path("headers") instanceof ObjectNode headers) {
                headers.properties().forEach(header -> {
                    if (secret(header.getKey(), header.getValue())) {
                        header.setValue(TextNode.valueOf(Redaction.MARK));
                    }
                });
            }
        }
        json.setAll(source);
        return json;
    }

    private static boolean secret(String name, JsonNode value) {
        return Redaction.isSecret(name)
                && !(value.isTextual() && value.textValue().contains(VARIABLE));
    }

    /**
     * Puts secrets back that whoever replaces a scenario was never shown: where the mark stands, the value of before in the step of the same place is meant.
     *
     * @param wanted changed
     * @throws InvalidRequestException if that step goes elsewhere now: who sends a secret to a new place must know it
     */
    static void keepSecrets(JsonNode wanted, StoredScenario before) throws InvalidRequestException {
        JsonNode old = before.scenario().source().path("steps");
        int number = 0;
        for (JsonNode step : wanted.path("steps")) {
            JsonNode was = old.path(number);
            JsonNode had = was.path("request").path("headers");
            if (step.path("request").path("headers") instanceof ObjectNode headers) {
                for (Map.Entry<String, JsonNode> header : headers.properties()) {
                    boolean marked = Redaction.isMark(header.getValue());
                    if (marked && had.has(header.getKey()) && Redaction.isSecret(header.getKey())) {
                        if (goesElsewhere(step, was)) {
                            throw new InvalidRequestException(
                                    "steps[" + number + "].request.headers." + header.getKey(),
                                    "must be given again, as the step goes elsewhere");
                        }
                        header.setValue(had.get(header.getKey()));
                    }
                }
            }
            number++;
        }
    }

    private static boolean goesElsewhere(JsonNode step, JsonNode was) {
        return !step.path("from").equals(was.path("from"))
                || Stream.of("url", "target", "upstream").anyMatch(place -> !step.path("request")
                        .path(place)
                        .equals(was.path("request").path(place)));
    }
}
