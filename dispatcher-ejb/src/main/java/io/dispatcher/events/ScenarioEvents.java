package io.dispatcher.events;

import io.dispatcher.scenarios.ScenarioListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Tells what was done to scenarios, and how their runs go. */
@ApplicationScoped
public class ScenarioEvents implements ScenarioListener {
    @Inject
    private Notes notes;

    @Override
    public void changed(String what, String id, String name, @Nullable String caller) {
        notes.tell(
                "scenario." + what,
                new Data().with("scenario_id", id).with("name", name).with("caller", caller));
    }

    @Override
    public void runStarted(Run run, @Nullable String caller) {
        notes.tell("scenario.run_started", data(run).with("seed", run.seed()).with("caller", caller));
    }

    @Override
    public void stepEnded(Run run, String step, String status) {
        notes.tell("scenario.step_completed", data(run).with("step", step).with("status", status));
    }

    @Override
    public void runEnded(Run run, String status, double seconds) {
        notes.tell(
                "scenario.run_completed",
                data(run).with("status", status).with("duration_ms", Math.round(seconds * 1000)));
    }

    private static Data data(Run run) {
        return new Data()
                .with("run_id", run.id())
                .with("scenario_id", run.scenarioId())
                .with("name", run.name());
    }
}
