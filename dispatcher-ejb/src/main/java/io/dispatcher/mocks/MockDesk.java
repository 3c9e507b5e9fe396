package io.dispatcher.mocks;

import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks for the mock that answers a request: in memory, without a lock. Thread-safe. */
public final class MockDesk {
    private final Supplier<MockSet> mocks;
    private final HitCounts hits;
    private final MockStates states;
    private final List<MockListener> listeners;

    MockDesk(Supplier<MockSet> mocks, HitCounts hits, MockStates states, List<MockListener> listeners) {
        this.listeners = listeners;
        this.mocks = mocks;
        this.hits = hits;
        this.states = states;
    }

    /** The mocks of a path, in the order they are asked. */
    public static final class Candidates {
        private final MockTable table;
        private final List<Stub> stubs;

        private Candidates(MockTable table, List<Stub> stubs) {
            this.table = table;
            this.stubs = stubs;
        }

        /** No mock has the path. */
        public boolean none() {
            return stubs.isEmpty();
        }

        /** Whether the body decides, or is in the answer. */
        public boolean needsBody(String method) {
            for (Stub stub : stubs) {
                if (stub.readsBody() && stub.takes(method)) {
                    return true;
                }
            }
            return false;
        }

        /** The methods the path has, if {@code asked} is none of them; null if it is. */
        public @Nullable String allowed(String asked) {
            TreeSet<String> methods = new TreeSet<>();
            for (Stub stub : stubs) {
                if (stub.takes(asked)) {
                    return null;
                }
                methods.add(stub.method());
            }
            if (methods.contains("GET")) {
                methods.add("HEAD");
            }
            return String.join(", ", methods);
        }
    }

    /** No mock is at the coordinator's own ports. */
    public boolean empty() {
        return mocks.get().own().empty();
    }

    /** Those of a path of the coordinator's own ports; the product's own routes have none. */
    public Candidates at(String path) {
        MockTable table = mocks.get().own();
        String[] segments = PathPattern.segments(path);
        List<Stub> stubs = table.at(segments);
        for (Stub stub : stubs) {
            if (stub.wide()) {
                return new Candidates(table, ReservedPaths.covers(segments) ? List.of() : stubs);
            }
        }
        return new Candidates(table, stubs);
    }

    /** The product's own, whatever mocks there are. */
    public static boolean reserved(String path) {
        return ReservedPaths.covers(PathPattern.segments(path));
    }

    /** Those that stand in for an upstream; null if there are none. */
    public @Nullable Candidates standIns(String upstream, String path) {
        MockTable table = mocks.get().standIns().get(upstream);
        return table == null ? null : new Candidates(table, table.at(PathPattern.segments(path)));
    }

    /** Whether any mock stands in for it. */
    public boolean standsIn(String upstream) {
        return mocks.get().standIns().containsKey(upstream);
    }

    /** Null if the request fits none of them. Counts the hit and moves the scenario. */
    public @Nullable MockAnswer answer(Candidates candidates, MockRequest request) {
        for (Stub stub : candidates.stubs) {
            if (!stub.takes(request.method())) {
                continue;
            }
            Stub.State state = stub.state();
            if ((state == null || states.allows(state))
                    && stub.fits(request)
                    && (state == null || states.enter(state))) {
                MockAnswer answer = MockAnswer.of(stub, request, hits.next(stub.id()));
                for (MockListener listener : listeners) {
                    listener.answered(answer);
                }
                return answer;
            }
        }
        return null;
    }

    /** Why none answered: the nearest few. */
    public List<NearMiss> nearMisses(Candidates candidates, MockRequest request) {
        listeners.forEach(MockListener::missed);
        return NearMiss.of(request, candidates.table.all(), states);
    }
}
