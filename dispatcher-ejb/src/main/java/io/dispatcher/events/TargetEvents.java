package io.dispatcher.events;

import io.dispatcher.targets.TargetListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Tells what was done to targets. What is sent to them are requests of kind {@code proxy}. */
@ApplicationScoped
public class TargetEvents implements TargetListener {
    @Inject
    private Notes notes;

    @Override
    public void changed(String what, String id, String name, @Nullable String caller) {
        notes.tell(
                "target." + what,
                new Data().with("target_id", id).with("name", name).with("caller", caller));
    }
}
