package io.dispatcher.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Chooses the journal: within this process. The broker's replaces this producer. */
@ApplicationScoped
public class LocalJournal {
    @Produces
    @Singleton
    RecordJournal journal() {
        return new HandOver();
    }
}
