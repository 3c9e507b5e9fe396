package io.dispatcher.events;

import io.dispatcher.config.NodeName;
import io.dispatcher.config.Settings;
import io.dispatcher.history.RecordJournal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What takes events before anything of the log has started. */
@ApplicationScoped
public class EventBeans {
    private final EventFigures figures = new EventFigures();

    @Produces
    @Singleton
    Notes notes(RecordJournal journal, Settings settings) {
        return new Notes(journal, NodeName.resolve(settings), Clock.systemUTC(), figures);
    }

    @Produces
    @Singleton
    EventFigures figures() {
        return figures;
    }
}
