package io.dispatcher.events;

import io.dispatcher.mocks.MockListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Tells of what was done to mocks. What they answer is told by the history's records. */
@ApplicationScoped
public class MockEvents implements MockListener {
    @Inject
    private Notes notes;

    @Override
    public void changed(String what, @Nullable String id, @Nullable String caller) {
        notes.tell("mock." + what, new Data().with("mock_id", id).with("caller", caller));
    }
}
