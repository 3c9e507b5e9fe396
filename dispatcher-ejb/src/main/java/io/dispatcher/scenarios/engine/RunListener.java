package io.dispatcher.scenarios.engine;

/** Hears of one run; called while it holds its own lock: must neither block nor call back. */
public interface RunListener {
    void stepEnded(String name, String status);

    /** It is over; the last that is told. */
    void ended(ScenarioRun run);
}
