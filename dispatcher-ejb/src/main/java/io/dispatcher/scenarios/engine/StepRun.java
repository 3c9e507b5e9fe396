package io.dispatcher.scenarios.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dispatcher.matching.JsonPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A step at all its places, each try after the other. Guarded by its run's lock. */
final class StepRun {
    private static final int CHAOS_STATUS = 502;

    private final Step step;
    private final Exchanges.Prepared prepared;
    private final Variables variables;
    private final ScenarioRun run;
    private final Faults faults;
    private final @Nullable Result[] results;
    private final @Nullable Runnable[] takeBack;
    private @Nullable String fault;
    private int open;
    private boolean stopped;

    /** What is done to a try. */
    @FunctionalInterface
    interface Faults {
        Chaos.Fault at(String place, int attempt);
    }

    /** How it ended at one place. */
    record Result(
            Answer answer,
            List<Checked> checked,
            Map<String, JsonNode> extracted,
            Chaos.Fault fault,
            int attempts,
            boolean passed) {}

    StepRun(Step step, Exchanges.Prepared prepared, Variables variables, ScenarioRun run, Faults faults) {
        this.step = step;
        this.prepared = prepared;
        this.variables = variables;
        this.run = run;
        this.faults = faults;
        this.results = new @Nullable Result[prepared.places().size()];
        this.takeBack = new @Nullable Runnable[results.length];
    }

    void start() {
        open = results.length;
        for (int place = 0; place < results.length; place++) {
            attempt(place, 1);
        }
    }

    void stop() {
        stopped = true;
        for (Runnable each : takeBack) {
            if (each != null) {
                each.run();
            }
        }
    }

    private void attempt(int place, int number) {
        Chaos.Fault injected = faults.at(prepared.places().get(place), number);
        run.after(
                injected.latencyMs(),
                () -> locked(() -> {
                    Consumer<Answer> then =
                            answer -> run.after(0, () -> locked(() -> judge(place, number, injected, answer)));
                    if (injected.failed()) {
                        then.accept(chaos());
                    } else {
                        takeBack[place] = prepared.send(place, then);
                    }
                }));
    }

    private void locked(Runnable task) {
        synchronized (run) {
            if (!stopped) {
                task.run();
            }
        }
    }

    private static Answer chaos() {
        return Answer.failed(
                null,
                CHAOS_STATUS,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "/problems/chaos")
                        .put("title", "The scenario's chaos failed this on purpose")
                        .put("status", CHAOS_STATUS)
                        .put("detail", "It was not sent.")
                        .put("failure_source", "policy"),
                0);
    }

    private void judge(int place, int number, Chaos.Fault injected, Answer answer) {
        takeBack[place] = null;
        List<Checked> checked = new ArrayList<>();
        Map<String, JsonNode> extracted = new LinkedHashMap<>();
        try {
            for (Assertion assertion : step.assertions()) {
                checked.add(assertion.check(answer, variables));
            }
        } catch (Variables.UnsetException e) {
            fault = e.getMessage();
        }
        boolean wanted = answer.problem() == null || step.expectsStatus();
        boolean passed = fault == null && wanted && checked.stream().allMatch(Checked::passed);
        if (passed) {
            passed = extract(answer, checked, extracted);
        }
        if (!passed && fault == null && number <= step.retries()) {
            run.after(step.retryDelayMs(), () -> locked(() -> attempt(place, number + 1)));
            return;
        }
        results[place] = new Result(answer, checked, extracted, injected, number, passed);
        if (--open == 0) {
            List<Result> all = new ArrayList<>();
            for (Result result : results) {
                if (result != null) {
                    all.add(result);
                }
            }
            run.made(all, fault);
        }
    }

    /** @return whether all was there */
    private boolean extract(Answer answer, List<Checked> checked, Map<String, JsonNode> extracted) {
        boolean whole = true;
        for (Map.Entry<String, JsonPath> wanted : step.extract().entrySet()) {
            JsonNode found = Assertion.Json.at(wanted.getValue(), answer);
            if (found.isMissingNode()) {
                whole = false;
                checked.add(new Checked(
                        "extract",
                        false,
                        TextNode.valueOf(
                                wanted.getKey() + " at " + wanted.getValue().text()),
                        found));
            } else {
                extracted.put(wanted.getKey(), found);
            }
        }
        return whole;
    }
}
