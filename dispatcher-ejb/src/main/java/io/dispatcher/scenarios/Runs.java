package io.dispatcher.scenarios;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.protocol.Timestamp;
import io.dispatcher.scenarios.engine.Clockwork;
import io.dispatcher.scenarios.engine.Exchanges;
import io.dispatcher.scenarios.engine.Scenario;
import io.dispatcher.scenarios.engine.ScenarioRun;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs of scenarios, under way here or anywhere, and what is left of them. Blocking; thread-safe. */
public final class Runs {
    /** A node that has not shown itself for so long is dead. */
    static final long ALIVE_MS = 15_000;

    private final ScenarioStore scenarios;
    private final ScenarioParser parser;
    private final RunStore store;
    private final Function<@Nullable String, ? extends Exchanges> exchanges;
    private final Clockwork clock;
    private final Supplier<UUID> ids;
    private final int mostRunning;
    private final int kept;
    private final BooleanSupplier draining;
    private final List<ScenarioListener> listeners;
    private final ConcurrentHashMap<String, RunningScenario> running = new ConcurrentHashMap<>();

    /**
     * @param exchanges in a caller's name
     * @param mostRunning at a time on this node
     * @param kept of each scenario
     */
    Runs(
            ScenarioStore scenarios,
            ScenarioParser parser,
            RunStore store,
            Function<@Nullable String, ? extends Exchanges> exchanges,
            Clockwork clock,
            Supplier<UUID> ids,
            int mostRunning,
            int kept,
            BooleanSupplier draining,
            List<ScenarioListener> listeners) {
        this.scenarios = scenarios;
        this.parser = parser;
        this.store = store;
        this.exchanges = exchanges;
        this.clock = clock;
        this.ids = ids;
        this.mostRunning = mostRunning;
        this.kept = kept;
        this.draining = draining;
        this.listeners = listeners;
    }

    /** It runs, or why not. */
    public sealed interface Begun {
        record Started(String runId) implements Begun {}

        record Refused(Failure failure) implements Begun {}
    }

    /**
     * Of a stored one.
     *
     * @param ended told the report, once, by any thread; must not block
     */
    public Begun begin(String scenarioId, byte[] json, @Nullable String caller, Consumer<ObjectNode> ended)
            throws SQLException {
        try {
            return begin(RunRequest.ofStored(scenarioId, json), caller, ended);
        } catch (InvalidRequestException e) {
            return new Begun.Refused(e.failure());
        }
    }

    /** Of one that comes along, or is named. */
    public Begun begin(byte[] json, @Nullable String caller, Consumer<ObjectNode> ended) throws SQLException {
        try {
            return begin(RunRequest.of(json), caller, ended);
        } catch (InvalidRequestException e) {
            return new Begun.Refused(e.failure());
        }
    }

    private Begun begin(RunRequest asked, @Nullable String caller, Consumer<ObjectNode> ended)
            throws InvalidRequestException, SQLException {
        Scenario scenario = scenario(asked);
        if (scenario == null) {
            return refused(FailureType.NOT_FOUND, "There is no scenario of that id.");
        }
        if (draining.getAsBoolean()) {
            return refused(FailureType.DRAINING, "this coordinator is shutting down");
        }
        if (running.size() >= mostRunning) {
            return refused(FailureType.RATE_LIMITED, mostRunning + " scenarios are running here (--max-scenario-runs)");
        }
        long seed = asked.seed() == null ? scenario.seed() : asked.seed();
        ScenarioListener.Run told =
                new ScenarioListener.Run(ids.get().toString(), asked.scenarioId(), scenario.name(), seed);
        RunningScenario one = new RunningScenario(told, this::ended, ended, listeners);
        ScenarioRun run = new ScenarioRun(
                told.id(), asked.scenarioId(), scenario, seed, asked.variables(), exchanges.apply(caller), clock, one);
        one.begin(run, clock.now());
        running.put(told.id(), one);
        try {
            store.add(told, run.report(), clock.now().toEpochMilli() + ALIVE_MS, clock.now());
            one.nowStored();
        } catch (SQLException e) {
            forget(told.id());
            throw e;
        }
        listeners.forEach(listener -> listener.runStarted(told, caller));
        run.start();
        return new Begun.Started(told.id());
    }

    private static Begun refused(FailureType type, String detail) {
        return new Begun.Refused(new Failure(type, detail));
    }

    private @Nullable Scenario scenario(RunRequest asked) throws InvalidRequestException, SQLException {
        if (asked.scenarioId() == null) {
            var given = asked.scenario();
            return given == null ? null : StepParser.within("scenario", () -> parser.parse(given));
        }
        StoredScenario stored = scenarios.find(asked.scenarioId());
        return stored == null ? null : stored.scenario();
    }

    /** By the thread that keeps. */
    private void ended(RunningScenario one, ObjectNode report) {
        clock.after(0, () -> keep(one, report));
    }

    private void keep(RunningScenario one, ObjectNode report) {
        try {
            store.ended(one.told().id(), report, clock.now());
            store.forget(one.told().scenarioId(), kept);
        } catch (SQLException e) {
            // The row says "running" until its time is over, then that its node was lost: better than nothing.
            ScenariosStart.LOG.log(
                    System.Logger.Level.WARNING,
                    "the report of run {0} could not be stored: {1}",
                    one.told().id(),
                    e.getMessage());
        } finally {
            forget(one.told().id());
            one.tell(report, clock.now());
        }
    }

    /** Shows that runs of here go on, and ends those that somebody elsewhere cancelled. Call every second. */
    void showAlive() throws SQLException {
        for (RunningScenario one : running.values()) {
            if (one.over(clock.now())) {
                one.run().fail("it took longer than " + RunningScenario.LONGEST.toMinutes() + " minutes");
            } else if (one.stored() && one.run().ended() == null && cancelled(one)) {
                one.run().cancel("cancelled by request");
            }
        }
    }

    /** Elsewhere, or taken for dead there. */
    private boolean cancelled(RunningScenario one) throws SQLException {
        Instant now = clock.now();
        return one.showsItself(now)
                ? store.alive(one.told().id(), one.run().report(), now.toEpochMilli() + ALIVE_MS)
                : store.cancelled(one.told().id());
    }

    /**
     * Ends runs whose node does not show itself any more.
     *
     * @param starting those of an earlier life of this node too
     */
    void endDead(boolean starting) throws SQLException {
        for (RunStore.Whole dead : store.dead(clock.now().toEpochMilli(), starting)) {
            if (running.containsKey(dead.row().id())) {
                continue;
            }
            ObjectNode report = dead.report();
            report.put("status", "error");
            report.put("error", "the coordinator that ran it ended meanwhile; what it had not reported is unknown");
            report.put("finished_at", Timestamp.of(clock.now()));
            if (store.endDead(dead.row().id(), report, clock.now())) {
                RunStore.Row row = dead.row();
                ScenarioListener.Run told =
                        new ScenarioListener.Run(row.id(), row.scenarioId(), row.name(), row.seed());
                double seconds = Duration.between(row.started(), clock.now()).toMillis() / 1e3;
                listeners.forEach(listener -> listener.runEnded(told, "error", seconds));
            }
        }
    }

    /** Its report as it stands; null if there is none. */
    public @Nullable ObjectNode report(String runId) throws SQLException {
        RunningScenario here = running.get(runId);
        if (here != null) {
            return here.run().report();
        }
        RunStore.Whole stored = store.find(runId);
        return stored == null ? null : stored.report();
    }

    /** Those of a scenario, newest first; null if there is no such scenario. */
    public @Nullable List<RunSummary> of(String scenarioId) throws SQLException {
        List<RunStore.Row> rows = store.of(scenarioId);
        if (rows.isEmpty() && scenarios.find(scenarioId) == null) {
            return null;
        }
        return rows.stream().map(RunSummary::of).toList();
    }

    /** Ends it where it runs, else forgets it. False if there is none. */
    public boolean delete(String runId) throws SQLException {
        RunningScenario here = running.get(runId);
        if (here != null) {
            here.run().cancel("cancelled by request");
            return true;
        }
        return store.cancel(runId) || store.delete(runId);
    }

    /** Under way on this node. */
    public int running() {
        return running.size();
    }

    /** This node goes down. */
    void endAll() {
        running.values().forEach(one -> one.run().fail("the coordinator was stopped"));
    }

    /** @return whether all reports are stored within that time */
    synchronized boolean awaitNone(long seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!running.isEmpty() && System.nanoTime() - end < 0) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end - System.nanoTime()));
        }
        return running.isEmpty();
    }

    private synchronized void forget(String runId) {
        running.remove(runId);
        notifyAll();
    }
}
