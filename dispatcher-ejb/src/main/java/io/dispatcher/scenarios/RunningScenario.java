package io.dispatcher.scenarios;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.scenarios.engine.RunListener;
import io.dispatcher.scenarios.engine.ScenarioRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A run under way on this node, and who waits for it. */
final class RunningScenario implements RunListener {
    static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration SHOWN_EVERY = Duration.ofSeconds(5);

    private final ScenarioListener.Run told;
    private final BiConsumer<RunningScenario, ObjectNode> keep;
    private final Consumer<ObjectNode> waiting;
    private final List<ScenarioListener> listeners;
    private @Nullable ScenarioRun run;
    private Instant begun = Instant.EPOCH;
    private Instant shown = Instant.EPOCH;
    private volatile boolean stored;

    /**
     * @param keep stores the report
     * @param waiting told after that
     */
    RunningScenario(
            ScenarioListener.Run told,
            BiConsumer<RunningScenario, ObjectNode> keep,
            Consumer<ObjectNode> waiting,
            List<ScenarioListener> listeners) {
        this.told = told;
        this.keep = keep;
        this.waiting = waiting;
        this.listeners = listeners;
    }

    /** Before it is started. */
    void begin(ScenarioRun of, Instant now) {
        run = of;
        begun = now;
        shown = now;
    }

    /** There is a row of it: from now on one that is missing was taken away. */
    void nowStored() {
        stored = true;
    }

    boolean stored() {
        return stored;
    }

    /** Whether it is time to store how it stands. For one thread. */
    boolean showsItself(Instant now) {
        boolean due = Duration.between(shown, now).compareTo(SHOWN_EVERY) >= 0;
        shown = due ? now : shown;
        return due;
    }

    ScenarioListener.Run told() {
        return told;
    }

    ScenarioRun run() {
        return Objects.requireNonNull(run);
    }

    boolean over(Instant now) {
        return Duration.between(begun, now).compareTo(LONGEST) > 0;
    }

    @Override
    public void stepEnded(String name, String status) {
        listeners.forEach(listener -> listener.stepEnded(told, name, status));
    }

    @Override
    public void ended(ScenarioRun over) {
        keep.accept(this, over.report());
    }

    void tell(ObjectNode report, Instant now) {
        double seconds = Duration.between(begun, now).toMillis() / 1e3;
        String status = report.path("status").asText();
        listeners.forEach(listener -> listener.runEnded(told, status, seconds));
        waiting.accept(report);
    }
}
