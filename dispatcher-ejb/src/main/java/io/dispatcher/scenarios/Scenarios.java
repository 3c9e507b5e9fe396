package io.dispatcher.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.scenarios.engine.Scenario;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The stored scenarios, as the API has them. Blocking; thread-safe. */
public final class Scenarios {
    private final ScenarioStore store;
    private final ScenarioParser parser;
    private final int most;
    private final Supplier<UUID> ids;
    private final InstantSource clock;
    private final List<ScenarioListener> listeners;

    /** @param most scenarios there may be */
    Scenarios(
            ScenarioStore store,
            ScenarioParser parser,
            int most,
            Supplier<UUID> ids,
            InstantSource clock,
            List<ScenarioListener> listeners) {
        this.store = store;
        this.parser = parser;
        this.most = most;
        this.ids = ids;
        this.clock = clock;
        this.listeners = listeners;
    }

    /** What came of a wish: the scenario, or why not. */
    public sealed interface Answer {
        record Done(String id, ObjectNode scenario) implements Answer {}

        record Refused(Failure failure) implements Answer {}
    }

    /** All, the oldest first. */
    public List<StoredScenario> all() throws SQLException {
        return store.all();
    }

    /** As the API shows it: without secrets. */
    public static ObjectNode shown(StoredScenario scenario) {
        return ScenarioJson.shown(scenario);
    }

    public Answer find(String id) throws SQLException {
        StoredScenario scenario = store.find(id);
        return scenario == null ? missing() : new Answer.Done(id, shown(scenario));
    }

    private static Answer missing() {
        return new Answer.Refused(new Failure(FailureType.NOT_FOUND, "There is no scenario of that id."));
    }

    /** @param caller token name, null in open mode */
    public Answer create(byte[] json, @Nullable String caller) throws SQLException {
        Scenario scenario;
        try {
            scenario = parser.parse(json);
        } catch (InvalidRequestException e) {
            return new Answer.Refused(e.failure());
        }
        String id = ids.get().toString();
        if (!store.add(id, scenario, clock.instant(), most)) {
            return new Answer.Refused(new Failure(
                    FailureType.LIMIT_REACHED,
                    "there are " + most + " scenarios, as many as may be (--max-scenarios)"));
        }
        tell("created", id, scenario.name(), caller);
        return new Answer.Done(id, shown(new StoredScenario(id, scenario)));
    }

    public Answer replace(String id, byte[] json, @Nullable String caller) throws SQLException {
        StoredScenario before = store.find(id);
        if (before == null) {
            return missing();
        }
        Scenario scenario;
        try {
            JsonNode wanted = ExecuteRequestParser.tree(json);
            ScenarioJson.keepSecrets(wanted, before);
            scenario = parser.parse(wanted);
        } catch (InvalidRequestException e) {
            return new Answer.Refused(e.failure());
        }
        if (!store.replace(id, scenario)) {
            return missing();
        }
        tell("replaced", id, scenario.name(), caller);
        return new Answer.Done(id, shown(new StoredScenario(id, scenario)));
    }

    /** With the runs that have ended. False if there is none. */
    public boolean delete(String id, @Nullable String caller) throws SQLException {
        StoredScenario scenario = store.find(id);
        if (!store.delete(id)) {
            return false;
        }
        tell("deleted", id, scenario == null ? id : scenario.scenario().name(), caller);
        return true;
    }

    private void tell(String what, String id, String name, @Nullable String caller) {
        listeners.forEach(listener -> listener.changed(what, id, name, caller));
    }
}
