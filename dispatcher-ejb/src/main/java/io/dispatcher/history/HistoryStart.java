package io.dispatcher.history;

import io.dispatcher.config.NodeName;
import io.dispatcher.config.Settings;
import io.dispatcher.database.Database;
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

/**
 * The history in the container: recorder, journal and retention; what the journal holds is stored by the sequencer of events. The recorder is given out as it is, without a proxy, because it is
 * called for every request.
 */
@Singleton
@Startup
@DependsOn({"DatabaseStart", "MessagingStart", "SequencerStart"})
@TransactionManagement(TransactionManagementType.BEAN)
public class HistoryStart {
    private static final System.Logger LOG = System.getLogger(HistoryStart.class.getName());
    private static final long RETENTION_SECONDS = 60;

    @Inject
    private Settings settings;

    @Inject
    private Database database;

    @Inject
    private RecordJournal journal;

    @Inject
    private HistoryWriter writer;

    private HistoryRecorder recorder;
    private ScheduledExecutorService retention;

    @PostConstruct
    void start() {
        recorder = new HistoryRecorder(journal, NodeName.resolve(settings));
        recorder.start();
        Retention forget = new Retention(database.dataSource(), settings.history(), Clock.systemUTC());
        retention = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "dispatcher-history-retention");
            thread.setDaemon(true);
            return thread;
        });
        retention.scheduleWithFixedDelay(() -> forget(forget), 10, RETENTION_SECONDS, TimeUnit.SECONDS);
    }

    /** The last records go to the journal; its reader ends later. */
    @PreDestroy
    void stop() {
        // Not interrupted: H2 closes its file for good under an interrupted thread.
        retention.shutdown();
        recorder.close();
    }

    @Produces
    @jakarta.inject.Singleton
    public HistoryRecorder recorder() {
        return recorder;
    }

    @Produces
    @jakarta.inject.Singleton
    public HistoryFigures figures() {
        return new HistoryFigures(recorder, writer);
    }

    @Produces
    @jakarta.inject.Singleton
    public History history() {
        return new History(database::entities);
    }

    private static void forget(Retention retention) {
        try {
            retention.run();
        } catch (SQLException | RuntimeException e) {
            LOG.log(Level.WARNING, "old history could not be removed, trying again in a minute: {0}", e.getMessage());
        }
    }
}
