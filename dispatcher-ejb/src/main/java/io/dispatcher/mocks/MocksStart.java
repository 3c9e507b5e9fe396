package io.dispatcher.mocks;

import com.github.f4b6a3.uuid.UuidCreator;
import io.dispatcher.cluster.Cluster;
import io.dispatcher.config.Settings;
import io.dispatcher.database.Database;
import io.dispatcher.dispatch.DispatchListener;
import io.dispatcher.dispatch.StandIns;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Puts mocks together in the container; no logic of its own. */
@Singleton
@Startup
@DependsOn("DispatchStart")
@TransactionManagement(TransactionManagementType.BEAN)
public class MocksStart {
    private static final System.Logger LOG = System.getLogger(MocksStart.class.getName());
    private static final long PERIOD_MS = 1_000;

    @Inject
    private Settings settings;

    @Inject
    private Cluster cluster;

    @Inject
    private Database database;

    @Inject
    @Any
    private Instance<MockListener> listeners;

    @Inject
    @Any
    private Instance<DispatchListener> records;

    private ScheduledExecutorService timer;
    private Mocks mocks;

    @PostConstruct
    void start() {
        Settings.Lab limits = settings.lab();
        MockParser parser = new MockParser(limits.maxMockBodyBytes());
        mocks = new Mocks(
                new MockStore(database.dataSource(), parser),
                parser,
                limits,
                UuidCreator::getTimeOrderedEpoch,
                listeners.stream().toList(),
                new MockRecords(records.stream().toList(), System::nanoTime),
                cluster::changed);
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "dispatcher-mocks");
            thread.setDaemon(true);
            return thread;
        });
        if (settings.playground().enabled()) {
            mocks.refresh();
            cluster.whenChanged(Mocks.CHANGED, () -> later(this::look));
            cluster.whenChanged(Mocks.RESET, mocks::beginAnew);
            timer.scheduleWithFixedDelay(this::look, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Nothing any more once it stops. */
    private void later(Runnable task) {
        try {
            timer.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "a change came too late", e);
        }
    }

    private void look() {
        try {
            mocks.flush();
            mocks.refresh();
        } catch (RuntimeException e) {
            // A periodic task that throws is never run again; until the database is back, what was known holds.
            LOG.log(Level.DEBUG, "the mocks were not read", e);
        }
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
        try {
            mocks.flush();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "hits of the last second are lost: {0}", e.getMessage());
        }
    }

    @Produces
    @jakarta.inject.Singleton
    public Mocks mocks() {
        return mocks;
    }

    @Produces
    @jakarta.inject.Singleton
    public StandIns.StandIn standIn() {
        return new MockStandIn(mocks.desk(), mocks.records());
    }
}
