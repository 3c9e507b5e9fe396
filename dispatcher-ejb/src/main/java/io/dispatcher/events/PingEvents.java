package io.dispatcher.events;

import io.dispatcher.ping.PingTaskListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Tells of ping tasks: their beginnings and ends. Single pings are in their streams, pairs in the history. */
@ApplicationScoped
public class PingEvents implements PingTaskListener {
    private static final double MILLI = 1_000;

    @Inject
    private Notes notes;

    @Override
    public void begun(Begun task) {
        notes.tell(
                "ping.started",
                new Data()
                        .with("task_id", task.id().toString())
                        .with("agents", task.agents())
                        .with("targets", task.targets())
                        .with("caller", task.caller()));
    }

    @Override
    public void ended(Ended task) {
        notes.tell(
                task.cancelled() ? "ping.cancelled" : "ping.completed",
                new Data()
                        .with("task_id", task.id().toString())
                        .with("pairs", task.pairs())
                        .with("unanswered", task.unanswered())
                        .with("duration_ms", Math.round(task.durationMs() * MILLI) / MILLI)
                        .with("caller", task.caller()));
    }
}
