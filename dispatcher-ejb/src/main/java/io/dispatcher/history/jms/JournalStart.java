package io.dispatcher.history.jms;

import io.dispatcher.history.RecordJournal;
import io.dispatcher.messaging.BrokerConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives the history its journal. */
@ApplicationScoped
public class JournalStart {
    @Produces
    @Singleton
    RecordJournal journal(BrokerConnection broker) {
        return new BrokerJournal(broker);
    }
}
