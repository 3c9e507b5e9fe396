package io.dispatcher.monitors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.history.HistoryQuery;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The stored monitors and their results, as the API has them. Blocking; thread-safe. */
public final class Monitors {
    private final MonitorStore store;
    private final ResultStore results;
    private final ChangeStore changes;
    private final MonitorParser parser;
    private final int most;
    private final Supplier<UUID> ids;
    private final InstantSource clock;
    private final List<MonitorListener> listeners;

    /** @param most monitors there may be */
    Monitors(
            MonitorStore store,
            ResultStore results,
            ChangeStore changes,
            MonitorParser parser,
            int most,
            Supplier<UUID> ids,
            InstantSource clock,
            List<MonitorListener> listeners) {
        this.store = store;
        this.results = results;
        this.changes = changes;
        this.parser = parser;
        this.most = most;
        this.ids = ids;
        this.clock = clock;
        this.listeners = listeners;
    }

    /** What came of a wish: the monitor, or why not. */
    public sealed interface Answer {
        record Done(String id, ObjectNode monitor) implements Answer {}

        record Refused(Failure failure) implements Answer {}
    }

    /** All, by name. */
    public List<Monitor> all() throws SQLException {
        return store.all();
    }

    /** As the API shows it. */
    public static ObjectNode shown(Monitor monitor) {
        return MonitorJson.shown(monitor);
    }

    public Answer find(String id) throws SQLException {
        Monitor monitor = store.find(id);
        return monitor == null ? missing() : new Answer.Done(id, shown(monitor));
    }

    private static Answer missing() {
        return refused(FailureType.NOT_FOUND, "There is no monitor of that id.");
    }

    private static Answer refused(FailureType type, String detail) {
        return new Answer.Refused(new Failure(type, detail));
    }

    private static Answer taken(MonitorSpec spec) {
        return refused(FailureType.CONFLICT, "name: there is a monitor " + spec.name() + " already");
    }

    /** @param caller token name, null in open mode */
    public Answer create(byte[] json, @Nullable String caller) throws SQLException {
        MonitorSpec spec;
        try {
            spec = parser.parse(json);
        } catch (InvalidRequestException e) {
            return new Answer.Refused(e.failure());
        }
        String id = ids.get().toString();
        if (store.named(spec.name(), id)) {
            return taken(spec);
        }
        try {
            if (!store.add(id, spec, caller, now(), most)) {
                return refused(
                        FailureType.LIMIT_REACHED,
                        "there are " + most + " monitors, as many as may be (--max-monitors)");
            }
        } catch (SQLIntegrityConstraintViolationException e) {
            return taken(spec); // another was quicker
        }
        tell("created", id, spec.name(), caller);
        return find(id);
    }

    public Answer replace(String id, byte[] json, @Nullable String caller) throws SQLException {
        Monitor before = store.find(id);
        if (before == null) {
            return missing();
        }
        MonitorSpec spec;
        try {
            JsonNode wanted = ExecuteRequestParser.tree(json);
            MonitorJson.keepSecrets(wanted, before.spec());
            spec = parser.parse(wanted.toString().getBytes(StandardCharsets.UTF_8));
        } catch (InvalidRequestException e) {
            return new Answer.Refused(e.failure());
        }
        if (store.named(spec.name(), id)) {
            return taken(spec);
        }
        try {
            if (!store.replace(id, spec, caller, now())) {
                return missing();
            }
        } catch (SQLIntegrityConstraintViolationException e) {
            return taken(spec); // another was quicker
        }
        tell("replaced", id, spec.name(), caller);
        return find(id);
    }

    public Answer pause(String id, boolean paused, @Nullable String caller) throws SQLException {
        boolean changed = store.pause(id, paused, now());
        Monitor monitor = store.find(id);
        if (monitor == null) {
            return missing();
        }
        if (changed) {
            tell(paused ? "paused" : "resumed", id, monitor.spec().name(), caller);
        }
        return new Answer.Done(id, shown(monitor));
    }

    /** False if there is none. */
    public boolean delete(String id, @Nullable String caller) throws SQLException {
        Monitor monitor = store.find(id);
        if (!store.delete(id)) {
            return false;
        }
        tell("deleted", id, monitor == null ? id : monitor.spec().name(), caller);
        return true;
    }

    /**
     * A list of results, or of steps of them.
     *
     * @return null if there is no such monitor
     * @throws IllegalArgumentException naming the parameter that asks for too much
     */
    public @Nullable ObjectNode results(String id, ResultQuery query) throws SQLException {
        Monitor monitor = store.find(id);
        if (monitor == null) {
            return null;
        }
        ObjectNode page = MonitorJson.NODES.objectNode();
        if (query.stepSeconds() != null) {
            Steps steps = new Steps(query.stepSeconds());
            results.each(id, query, steps::add);
            page.set("items", steps.end());
            return page.putNull("next_cursor");
        }
        List<ResultStore.Stored> some = results.newest(id, query, query.before(), query.limit() + 1);
        ArrayNode items = page.putArray("items");
        some.stream().limit(query.limit()).forEach(result -> items.add(shown(result)));
        return end(page, some.stream().map(ResultStore.Stored::id).toList(), query.limit());
    }

    /**
     * A list of changes of state, of vantage points and of all together.
     *
     * @return null if there is no such monitor
     */
    public @Nullable ObjectNode changes(String id, ResultQuery query) throws SQLException {
        if (store.find(id) == null) {
            return null;
        }
        ObjectNode page = MonitorJson.NODES.objectNode();
        List<ChangeStore.Stored> some = changes.newest(id, query, query.limit() + 1);
        ArrayNode items = page.putArray("items");
        some.stream().limit(query.limit()).forEach(change -> items.add(change.shown()));
        return end(page, some.stream().map(ChangeStore.Stored::id).toList(), query.limit());
    }

    /** @param found one more than the page has, if there are more */
    private static ObjectNode end(ObjectNode page, List<UUID> found, int limit) {
        return page.put("next_cursor", found.size() > limit ? HistoryQuery.encodeCursor(found.get(limit - 1)) : null);
    }

    private static ObjectNode shown(ResultStore.Stored result) {
        ObjectNode json = MonitorJson.NODES.objectNode();
        json.put("id", result.id().toString());
        json.put("time", MonitorJson.time(result.time()));
        json.put("agent_id", result.agentId());
        json.put("source_address", result.sourceAddress());
        json.put("state", result.state().tag());
        json.put("reason", result.reason().isEmpty() ? null : result.reason());
        json.put("sent", result.sent());
        json.put("received", result.received());
        json.put("loss_percent", Steps.loss(result.sent(), result.received()));
        Steps.statistics(json, result.samples());
        json.set("http", result.detail());
        return json;
    }

    private Instant now() {
        return clock.instant();
    }

    private void tell(String what, String id, String name, @Nullable String caller) {
        MonitorListener.Subject subject = new MonitorListener.Subject(id, name);
        listeners.forEach(listener -> listener.changed(what, subject, caller));
    }
}
