package io.dispatcher.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.JsonMembers;
import io.dispatcher.scenarios.engine.Scenario;
import io.dispatcher.scenarios.engine.Step;
import io.dispatcher.scenarios.engine.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON of a scenario to {@link Scenario}; every input is hostile until it comes out of here. Thread-safe. */
final class ScenarioParser {
    private static final Set<String> MEMBERS = Set.of("name", "seed", "variables", "data", "steps");
    private static final int MAX_NAME = 128;
    private static final int MOST_ROWS = 1_000;
    private static final int MOST_VARIABLES = 200;
    private static final int MOST_STEPS_MADE = 10_000;

    private final int mostSteps;
    private final StepParser steps;
    private final long defaultSeed;

    /**
     * @param mostSteps of one scenario
     * @param mostAssertions of one step
     */
    ScenarioParser(int mostSteps, int mostAssertions, long defaultSeed) {
        this.mostSteps = mostSteps;
        this.steps = new StepParser(mostAssertions);
        this.defaultSeed = defaultSeed;
    }

    /** @throws InvalidRequestException naming the first member that does not fit */
    Scenario parse(byte[] json) throws InvalidRequestException {
        return parse(ExecuteRequestParser.tree(json));
    }

    /** @throws InvalidRequestException naming the first member that does not fit */
    Scenario parse(JsonNode tree) throws InvalidRequestException {
        JsonMembers json = new JsonMembers(tree, MEMBERS);
        String name = json.text("name", MAX_NAME);
        if (name == null || name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidRequestException("name", "is required, in printable characters");
        }
        long seed = json.integer("seed", defaultSeed, Long.MIN_VALUE, Long.MAX_VALUE);
        ObjectNode variables = variables("variables", json.get("variables"));
        List<ObjectNode> data = data(json.get("data"));
        List<Step> parsed = steps(json.get("steps"));
        if ((long) parsed.size() * Math.max(1, data.size()) > MOST_STEPS_MADE) {
            throw new InvalidRequestException("data", "makes more than " + MOST_STEPS_MADE + " steps with steps");
        }
        return new Scenario(name, seed, variables, data, parsed, (ObjectNode) tree);
    }

    /** @throws InvalidRequestException naming the first that does not fit */
    static ObjectNode variables(String field, @Nullable JsonNode given) throws InvalidRequestException {
        if (given == null || given.isNull()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!(given instanceof ObjectNode object)) {
            throw new InvalidRequestException(field, "must be an object");
        }
        if (object.size() > MOST_VARIABLES) {
            throw new InvalidRequestException(field, "more than " + MOST_VARIABLES);
        }
        for (String name : (Iterable<String>) object::fieldNames) {
            if (!Variables.NAME.matcher(name).matches()) {
                throw new InvalidRequestException(field, "a name must match " + Variables.NAME.pattern());
            }
        }
        return object;
    }

    private static List<ObjectNode> data(@Nullable JsonNode given) throws InvalidRequestException {
        List<ObjectNode> rows = new ArrayList<>();
        if (given == null) {
            return rows;
        }
        if (!given.isArray() || given.size() > MOST_ROWS) {
            throw new InvalidRequestException("data", "must be a list of at most " + MOST_ROWS + " objects");
        }
        for (JsonNode row : given) {
            if (!row.isObject()) {
                throw new InvalidRequestException("data[" + rows.size() + "]", "must be an object");
            }
            rows.add(variables("data[" + rows.size() + "]", row));
        }
        return rows;
    }

    private List<Step> steps(@Nullable JsonNode given) throws InvalidRequestException {
        if (given == null || !given.isArray() || given.isEmpty()) {
            throw new InvalidRequestException("steps", "must be a list with at least one step");
        }
        if (given.size() > mostSteps) {
            throw new InvalidRequestException("steps", "more than " + mostSteps + " (--max-steps-per-scenario)");
        }
        List<Step> parsed = new ArrayList<>();
        for (JsonNode step : given) {
            int number = parsed.size();
            parsed.add(StepParser.within("steps[" + number + "]", () -> steps.parse(step, number)));
        }
        return parsed;
    }
}
