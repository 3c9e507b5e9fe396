package io.dispatcher.mocks;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The states of the mocks' scenarios, in this node's memory; they begin anew with it. Bounded by the names that mocks have. Thread-safe. */
final class MockStates {
    static final String FIRST = "started";

    private final Map<String, String> states = new ConcurrentHashMap<>();

    String of(String scenario) {
        return states.getOrDefault(scenario, FIRST);
    }

    boolean allows(Stub.State state) {
        return state.required() == null || state.required().equals(of(state.scenario()));
    }

    /** False if another request was quicker to leave the state. */
    boolean enter(Stub.State state) {
        String next = state.next();
        if (next == null) {
            return allows(state);
        }
        String required = state.required();
        if (required == null) {
            states.put(state.scenario(), next);
            return true;
        }
        boolean[] entered = new boolean[1];
        states.compute(state.scenario(), (name, now) -> {
            entered[0] = required.equals(now == null ? FIRST : now);
            return entered[0] ? next : now;
        });
        return entered[0];
    }

    void reset() {
        states.clear();
    }
}
