package io.dispatcher.events;

import io.dispatcher.monitors.MonitorListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Tells of monitors: what was done to them, and when a target is seen in another way. Single runs are in their results. */
@ApplicationScoped
public class MonitorEvents implements MonitorListener {
    @Inject
    private Notes notes;

    @Override
    public void changed(String what, Subject monitor, @Nullable String caller) {
        notes.tell("monitor." + what, data(monitor).with("caller", caller));
    }

    @Override
    public void stateChanged(Subject monitor, Change change) {
        notes.tell(
                "monitor.state_changed",
                data(monitor)
                        .with("agent_id", change.agentId())
                        .with("source_address", change.sourceAddress())
                        .with("from", change.from().tag())
                        .with("to", change.to().tag())
                        .with("reason", change.reason().isEmpty() ? null : change.reason()));
    }

    private static Data data(Subject monitor) {
        return new Data().with("monitor_id", monitor.id()).with("name", monitor.name());
    }
}
