package io.dispatcher.events;

import io.dispatcher.config.Settings;
import io.dispatcher.database.Database;
import io.dispatcher.events.jms.EventTopic;
import io.dispatcher.events.jms.JournalReader;
import io.dispatcher.history.HistoryWriter;
import io.dispatcher.messaging.BatchConsumer;
import io.dispatcher.messaging.BrokerConnection;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The sequencer in the container: there before anybody writes to the journal, gone after the last did. */
@Singleton
@Startup
@DependsOn({"DatabaseStart", "MessagingStart"})
@TransactionManagement(TransactionManagementType.BEAN)
public class SequencerStart {
    private static final System.Logger LOG = System.getLogger(SequencerStart.class.getName());
    private static final long RETENTION_SECONDS = 60;

    @Inject
    private Database database;

    @Inject
    private BrokerConnection broker;

    @Inject
    private EventFigures figures;

    @Inject
    private Settings settings;

    private HistoryWriter history;
    private EventLog log;
    private EventFeed feed;
    private BatchConsumer journal;
    private ScheduledExecutorService retention;

    @PostConstruct
    void start() {
        Clock clock = Clock.systemUTC();
        history = new HistoryWriter(database.dataSource());
        log = new EventLog(database.dataSource());
        Sequencer sequencer = new Sequencer(database.dataSource(), history, clock, figures);
        journal = JournalReader.of(broker, sequencer, new EventTopic(figures, clock, System::nanoTime));
        journal.start();
        feed = new EventFeed(log, settings.liveEvents(), System::nanoTime);
        feed.start();
        retention = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "dispatcher-event-retention");
            thread.setDaemon(true);
            return thread;
        });
        retention.scheduleWithFixedDelay(() -> forget(clock), 20, RETENTION_SECONDS, TimeUnit.SECONDS);
    }

    private void forget(Clock clock) {
        try {
            log.forgetBefore(clock.instant().minus(EventLog.RETENTION));
        } catch (SQLException | RuntimeException e) {
            LOG.log(Level.WARNING, "old events could not be removed, trying again in a minute: {0}", e.getMessage());
        }
    }

    @PreDestroy
    void stop() {
        feed.close();
        // Not interrupted: H2 closes its file for good under an interrupted thread.
        retention.shutdown();
        journal.close();
    }

    @Produces
    @jakarta.inject.Singleton
    public EventFeed feed() {
        return feed;
    }

    @Produces
    @jakarta.inject.Singleton
    public HistoryWriter history() {
        return history;
    }
}
