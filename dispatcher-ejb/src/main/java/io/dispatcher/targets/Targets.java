package io.dispatcher.targets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.InvalidRequestException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The stored targets, as the API has them. Blocking; thread-safe. */
public final class Targets {
    private final TargetStore store;
    private final TargetParser parser;
    private final int most;
    private final Supplier<UUID> ids;
    private final InstantSource clock;
    private final List<TargetListener> listeners;

    /** @param most targets there may be */
    Targets(
            TargetStore store,
            TargetParser parser,
            int most,
            Supplier<UUID> ids,
            InstantSource clock,
            List<TargetListener> listeners) {
        this.store = store;
        this.parser = parser;
        this.most = most;
        this.ids = ids;
        this.clock = clock;
        this.listeners = listeners;
    }

    /** What came of a wish: the target, or why not. */
    public sealed interface Answer {
        record Done(String id, ObjectNode target) implements Answer {}

        record Refused(Failure failure) implements Answer {}
    }

    /** All, by name. */
    public List<Target> all() throws SQLException {
        return store.all();
    }

    /** As the API shows it: without secrets. */
    public static ObjectNode shown(Target target) {
        return TargetJson.shown(target);
    }

    public @Nullable Target byId(String id) throws SQLException {
        return store.find(id);
    }

    public @Nullable Target byName(String name) throws SQLException {
        return store.named(name);
    }

    public Answer find(String id) throws SQLException {
        Target target = store.find(id);
        return target == null ? missing() : new Answer.Done(id, shown(target));
    }

    private static Answer missing() {
        return refused(FailureType.NOT_FOUND, "There is no target of that id.");
    }

    private static Answer refused(FailureType type, String detail) {
        return new Answer.Refused(new Failure(type, detail));
    }

    private static Answer taken(Target target) {
        return refused(FailureType.CONFLICT, "name: there is a target " + target.name() + " already");
    }

    /** @param caller token name, null in open mode */
    public Answer create(byte[] json, @Nullable String caller) throws SQLException {
        Target target;
        try {
            target = parser.parse(ids.get().toString(), ExecuteRequestParser.tree(json));
        } catch (InvalidRequestException e) {
            return new Answer.Refused(e.failure());
        }
        if (store.named(target.name()) != null) {
            return taken(target);
        }
        try {
            if (!store.add(target, clock.instant(), most)) {
                return refused(
                        FailureType.LIMIT_REACHED, "there are " + most + " targets, as many as may be (--max-targets)");
            }
        } catch (SQLIntegrityConstraintViolationException e) {
            return taken(target); // another was quicker
        }
        tell("created", target, caller);
        return new Answer.Done(target.id(), shown(target));
    }

    public Answer replace(String id, byte[] json, @Nullable String caller) throws SQLException {
        Target before = store.find(id);
        if (before == null) {
            return missing();
        }
        Target target;
        try {
            JsonNode wanted = ExecuteRequestParser.tree(json);
            TargetJson.keepSecrets(wanted, before);
            target = parser.parse(id, wanted);
        } catch (InvalidRequestException e) {
            return new Answer.Refused(e.failure());
        }
        Target named = store.named(target.name());
        if (named != null && !named.id().equals(id)) {
            return taken(target);
        }
        try {
            if (!store.replace(target)) {
                return missing();
            }
        } catch (SQLIntegrityConstraintViolationException e) {
            return taken(target); // another was quicker
        }
        tell("replaced", target, caller);
        return new Answer.Done(id, shown(target));
    }

    /** False if there is none. */
    public boolean delete(String id, @Nullable String caller) throws SQLException {
        Target target = store.find(id);
        if (!store.delete(id)) {
            return false;
        }
        listeners.forEach(listener -> listener.changed("deleted", id, target == null ? id : target.name(), caller));
        return true;
    }

    private void tell(String what, Target target, @Nullable String caller) {
        listeners.forEach(listener -> listener.changed(what, target.id(), target.name(), caller));
    }
}
