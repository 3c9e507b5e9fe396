package io.dispatcher.mocks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.config.Settings;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The stored mocks, as the API has them. Blocking, but for {@link #desk}; thread-safe. */
public final class Mocks {
    /** What other nodes are told. */
    static final String CHANGED = "mocks";

    static final String RESET = "mock-states";

    private final MockStore store;
    private final MockParser parser;
    private final int most;
    private final Supplier<UUID> ids;
    private final List<MockListener> listeners;
    private final MockRecords records;
    private final Consumer<String> tellOthers;
    private final HitCounts hits = new HitCounts();
    private final MockStates states = new MockStates();
    private final MockDesk desk;
    private volatile MockSet set = MockSet.EMPTY;

    Mocks(
            MockStore store,
            MockParser parser,
            Settings.Lab limits,
            Supplier<UUID> ids,
            List<MockListener> listeners,
            MockRecords records,
            Consumer<String> tellOthers) {
        this.tellOthers = tellOthers;
        this.records = records;
        this.store = store;
        this.parser = parser;
        this.most = limits.maxMockRoutes();
        this.ids = ids;
        this.listeners = listeners;
        this.desk = new MockDesk(() -> set, hits, states, listeners);
    }

    /** What came of a wish: the mock, or why not. */
    public sealed interface Answer {
        record Done(String id, ObjectNode mock) implements Answer {}

        record Refused(Failure failure) implements Answer {}
    }

    /** Where requests are answered. */
    public MockDesk desk() {
        return desk;
    }

    /** What the history gets to know of them. */
    public MockRecords records() {
        return records;
    }

    /** How many are stored, as far as this node knows. */
    public int count() {
        return set.byId().size();
    }

    /** Reads what other nodes changed. */
    synchronized void refresh() {
        long revision = store.revision();
        if (revision != set.revision()) {
            set = MockSet.of(revision, store.all());
            hits.keep(set.byId().keySet());
        }
    }

    /** Tells the database of hits. */
    synchronized void flush() {
        Map<String, Long> unstored = hits.unstored();
        if (!unstored.isEmpty()) {
            store.addHits(unstored);
            hits.stored(unstored);
        }
    }

    /** The oldest first. */
    public List<ObjectNode> all() {
        Map<String, Long> stored = store.hits();
        List<ObjectNode> all = new ArrayList<>();
        set.byId().forEach((id, mock) -> all.add(mock.shown(stored.getOrDefault(id, 0L) + hits.unstored(id))));
        return all;
    }

    public Answer find(String id) {
        Mock mock = set.byId().get(id);
        return mock == null
                ? missing()
                : new Answer.Done(id, mock.shown(store.hits().getOrDefault(id, 0L) + hits.unstored(id)));
    }

    private static Answer missing() {
        return refused(FailureType.NOT_FOUND, "There is no mock of that id.");
    }

    private static Answer refused(FailureType type, String detail) {
        return new Answer.Refused(new Failure(type, detail));
    }

    /** @param caller token name, null in open mode */
    public Answer create(byte[] json, @Nullable String caller) {
        try {
            return create(parser.parse(ids.get().toString(), json), caller);
        } catch (InvalidRequestException e) {
            return new Answer.Refused(e.failure());
        }
    }

    /**
     * A mock that answers as a record's target did.
     *
     * @param json members that shall be otherwise; may be empty
     */
    public Answer create(History.Whole record, byte[] json, @Nullable String caller) {
        try {
            JsonNode changes = json.length == 0 ? NullNode.getInstance() : ExecuteRequestParser.tree(json);
            return create(parser.parse(ids.get().toString(), MockOfRecord.of(record, changes)), caller);
        } catch (InvalidRequestException e) {
            return new Answer.Refused(e.failure());
        }
    }

    private Answer create(Mock mock, @Nullable String caller) {
        if (reserved(mock)) {
            return reserved();
        }
        if (!store.add(mock, most)) {
            return refused(
                    FailureType.LIMIT_REACHED, "there are " + most + " mocks, as many as may be (--max-mock-routes)");
        }
        return changed("created", mock, caller);
    }

    public Answer replace(String id, byte[] json, @Nullable String caller) {
        if (!set.byId().containsKey(id)) {
            return missing();
        }
        Mock mock;
        try {
            mock = parser.parse(id, json);
        } catch (InvalidRequestException e) {
            return new Answer.Refused(e.failure());
        }
        if (reserved(mock)) {
            return reserved();
        }
        return store.replace(mock) ? changed("replaced", mock, caller) : missing();
    }

    private static boolean reserved(Mock mock) {
        return mock.stub().upstream() == null && ReservedPaths.names(mock.stub().path());
    }

    private static Answer reserved() {
        return refused(FailureType.RESERVED_PATH, "path_pattern: is a route of the coordinator itself");
    }

    private Answer changed(String what, Mock mock, @Nullable String caller) {
        refresh();
        tellOthers.accept(CHANGED);
        listeners.forEach(listener -> listener.changed(what, mock.id(), caller));
        return find(mock.id());
    }

    /** False if there is none. */
    public boolean delete(String id, @Nullable String caller) {
        if (!store.delete(id)) {
            return false;
        }
        refresh();
        tellOthers.accept(CHANGED);
        listeners.forEach(listener -> listener.changed("deleted", id, caller));
        return true;
    }

    /** Scenarios are in their first state again, faults and numbers begin anew; hits stay. */
    public void reset(@Nullable String caller) {
        beginAnew();
        tellOthers.accept(RESET);
        listeners.forEach(listener -> listener.changed("reset", null, caller));
    }

    /** What {@link #reset} does here. */
    void beginAnew() {
        states.reset();
        hits.reset();
    }
}
