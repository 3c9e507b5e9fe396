package io.dispatcher.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.JsonMembers;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wish to run one.
 *
 * @param scenarioId of a stored one; null: {@code scenario} is it
 * @param seed null: the scenario's own
 * @param variables stand above the scenario's own
 */
record RunRequest(
        @Nullable String scenarioId,
        @Nullable JsonNode scenario,
        @Nullable Long seed,
        ObjectNode variables) {
    private static final Set<String> OF_STORED = Set.of("seed", "variables");
    private static final Set<String> OF_ANY = Set.of("scenario", "scenario_id", "seed", "variables");
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

    /** @throws InvalidRequestException naming the first member that does not fit */
    static RunRequest ofStored(String scenarioId, byte[] json) throws InvalidRequestException {
        JsonMembers members = new JsonMembers(ExecuteRequestParser.tree(json.length == 0 ? NOTHING : json), OF_STORED);
        return new RunRequest(scenarioId, null, seed(members), variables(members));
    }

    /** Of one that comes along, or names a stored one. @throws InvalidRequestException naming the first member that does not fit */
    static RunRequest of(byte[] json) throws InvalidRequestException {
        JsonMembers members = new JsonMembers(ExecuteRequestParser.tree(json), OF_ANY);
        String id = members.text("scenario_id", 64);
        JsonNode scenario = members.get("scenario");
        if ((id == null) == (scenario == null)) {
            throw new InvalidRequestException("scenario", "give either scenario or scenario_id");
        }
        return new RunRequest(id, scenario, seed(members), variables(members));
    }

    private static @Nullable Long seed(JsonMembers members) throws InvalidRequestException {
        return members.get("seed") == null ? null : members.integer("seed", 0, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static ObjectNode variables(JsonMembers members) throws InvalidRequestException {
        return ScenarioParser.variables("variables", members.get("variables"));
    }
}
