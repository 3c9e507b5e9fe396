package io.dispatcher.scenarios.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scenario on its way: its rows one after the other, the steps of a row one after the other, a step's places together. A step that fails ends its row. Ends
 * exactly once. Thread-safe by its own lock; blocks nobody for long.
 */
public final class ScenarioRun {
    private static final System.Logger LOG = System.getLogger(ScenarioRun.class.getName());

    private final String id;
    private final Scenario scenario;
    private final long seed;
    private final ObjectNode given;
    private final Exchanges exchanges;
    private final Clockwork clock;
    private final RunListener listener;
    private final RunReport report;

    private RunStatus worst = RunStatus.PASSED;
    private @Nullable String error;
    private boolean over;
    private int row;
    private int step;
    private Variables variables;
    private @Nullable StepRun current;

    /**
     * @param scenarioId null: it is stored nowhere
     * @param given variables that stand above the scenario's own
     */
    public ScenarioRun(
            String id,
            @Nullable String scenarioId,
            Scenario scenario,
            long seed,
            ObjectNode given,
            Exchanges exchanges,
            Clockwork clock,
            RunListener listener) {
        this.id = id;
        this.scenario = scenario;
        this.seed = seed;
        this.given = given;
        this.exchanges = exchanges;
        this.clock = clock;
        this.listener = listener;
        this.report = new RunReport(id, scenarioId, scenario.name(), seed, clock.now());
        this.variables = variablesOf(0);
    }

    public String id() {
        return id;
    }

    /** Begins; goes on by itself. */
    public void start() {
        after(0, this::beginStep);
    }

    /** As it stands; nobody else changes what is returned. */
    public synchronized ObjectNode report() {
        return report.copy();
    }

    /** Null while it runs. */
    public synchronized @Nullable RunStatus ended() {
        return over ? worst : null;
    }

    /** Takes back what is under way, if it is not over. */
    public void cancel(String reason) {
        end(RunStatus.CANCELLED, reason);
    }

    /** It cannot go on. */
    public void fail(String reason) {
        end(RunStatus.ERROR, reason);
    }

    private synchronized void end(RunStatus status, @Nullable String reason) {
        if (over) {
            return;
        }
        over = true;
        worst = status;
        error = reason == null ? error : reason;
        StepRun running = current;
        if (running != null) {
            running.stop();
            report.step(step().name(), row, RunStatus.CANCELLED.tag(), null);
        }
        report.ended(status, error, clock.now());
        listener.ended(this);
    }

    /** Later; a fault of our own ends the run instead of leaving it as it is. */
    void after(long milliseconds, Runnable task) {
        clock.after(milliseconds, () -> {
            try {
                task.run();
            } catch (RuntimeException | StackOverflowError e) {
                LOG.log(Level.ERROR, "a scenario's run broke", e);
                fail("our own fault: the server's log says what");
            }
        });
    }

    private int rows() {
        return Math.max(1, scenario.data().size());
    }

    private Variables variablesOf(int ofRow) {
        ObjectNode values = scenario.variables().deepCopy();
        values.setAll(given);
        if (!scenario.data().isEmpty()) {
            values.setAll(scenario.data().get(ofRow));
        }
        values.set("row", JsonNodeFactory.instance.numberNode(ofRow));
        return new Variables(values);
    }

    private Step step() {
        return scenario.steps().get(step);
    }

    private synchronized void beginStep() {
        if (over) {
            return;
        }
        if (step == scenario.steps().size()) {
            nextRow();
            return;
        }
        if (report.full()) {
            end(
                    RunStatus.ERROR,
                    "more than " + RunReport.MOST_RESULTS + " results, or " + RunReport.MOST_CHARACTERS
                            + " characters of them");
            return;
        }
        after(step().delayMs(), this::makeStep);
    }

    private void nextRow() {
        row++;
        step = 0;
        if (row >= rows()) {
            end(worst, null);
            return;
        }
        variables = variablesOf(row);
        after(0, this::beginStep);
    }

    private synchronized void makeStep() {
        if (over) {
            return;
        }
        try {
            ObjectNode request = (ObjectNode) variables.in(step().request());
            ObjectNode source = step().from();
            ObjectNode from = source == null ? null : (ObjectNode) variables.in(source);
            Exchanges.Prepared prepared = exchanges.prepare(request, from);
            StepRun made = new StepRun(step(), prepared, variables, this, (place, attempt) -> step().chaos()
                    .at(seed, row, step, place, attempt));
            current = made;
            made.start();
        } catch (Exchanges.StepException | Variables.UnsetException e) {
            broken(String.valueOf(e.getMessage()));
        }
    }

    /** The step cannot be made, whatever anybody answers. */
    void broken(String why) {
        report.step(step().name(), row, RunStatus.ERROR.tag(), why);
        if (error == null) {
            error = step().name() + ": " + why;
        }
        ended(RunStatus.ERROR);
    }

    /** All its places have ended. */
    void made(List<StepRun.Result> results, @Nullable String told) {
        boolean passed = results.stream().allMatch(StepRun.Result::passed);
        @Nullable String fault = told == null ? kept(results) : told;
        RunStatus status = fault != null ? RunStatus.ERROR : passed ? RunStatus.PASSED : RunStatus.FAILED;
        ObjectNode reported = report.step(step().name(), row, status.tag(), fault);
        for (StepRun.Result result : results) {
            report.result(reported, result.answer(), result.checked(), result.fault(), result.attempts());
        }
        if (fault != null && error == null) {
            error = step().name() + ": " + fault;
        }
        ended(status);
    }

    /** What the first place that passed extracted is for the steps to come. Why it cannot be; null if it is. */
    private @Nullable String kept(List<StepRun.Result> results) {
        try {
            for (StepRun.Result result : results) {
                if (result.passed()) {
                    for (var found : result.extracted().entrySet()) {
                        variables.set(found.getKey(), found.getValue());
                    }
                    return null;
                }
            }
            return null;
        } catch (Variables.UnsetException e) {
            return e.getMessage();
        }
    }

    private void ended(RunStatus status) {
        current = null;
        listener.stepEnded(step().name(), status.tag());
        step++;
        if (status != RunStatus.PASSED) {
            worst = worst == RunStatus.ERROR ? worst : status;
            for (; step < scenario.steps().size(); step++) {
                report.step(step().name(), row, RunStatus.SKIPPED.tag(), null);
            }
        }
        after(0, this::beginStep);
    }
}
