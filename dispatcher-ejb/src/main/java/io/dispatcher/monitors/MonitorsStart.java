package io.dispatcher.monitors;

import com.github.f4b6a3.uuid.UuidCreator;
import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.config.NodeName;
import io.dispatcher.config.Settings;
import io.dispatcher.database.Database;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.Lifecycle;
import io.dispatcher.ping.PingTasks;
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
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Puts monitors together in the container; no logic of its own. */
@Singleton
@Startup
@DependsOn("PingStart")
@TransactionManagement(TransactionManagementType.BEAN)
public class MonitorsStart {
    private static final System.Logger LOG = System.getLogger(MonitorsStart.class.getName());
    private static final long LOOK_MS = 500;
    private static final long FORGET_SECONDS = 60;
    private static final long LAST_RESULTS_SECONDS = 5;

    @Inject
    private Settings settings;

    @Inject
    private Database database;

    @Inject
    private AgentDirectory agents;

    @Inject
    private Dispatcher dispatcher;

    @Inject
    private PingTasks pings;

    @Inject
    private ExecuteRequestParser requests;

    @Inject
    private Lifecycle lifecycle;

    @Inject
    @Any
    private Instance<MonitorListener> listeners;

    private ScheduledExecutorService timer;
    private ScheduledExecutorService storing;
    private ResultStore results;
    private ChangeStore changes;
    private Monitors monitors;

    @PostConstruct
    void start() {
        timer = thread("dispatcher-monitors");
        storing = thread("dispatcher-monitor-results");
        MonitorParser parser = new MonitorParser(requests);
        MonitorStore store = new MonitorStore(database.dataSource(), parser);
        results = new ResultStore(database.dataSource());
        changes = new ChangeStore(database.dataSource());
        List<MonitorListener> heard = listeners.stream().toList();
        monitors = new Monitors(
                store,
                results,
                changes,
                parser,
                settings.monitors().most(),
                UuidCreator::getTimeOrderedEpoch,
                Clock.systemUTC(),
                heard);
        DueRuns due = new DueRuns(database.dataSource(), NodeName.resolve(settings));
        Places places = new Places(agents);
        MonitorRuns runs = new MonitorRuns(
                due,
                store,
                new RunStore(database.dataSource(), UuidCreator::getTimeOrderedEpoch),
                places::of,
                new PingChecker(pings, places::thereSince),
                new HttpChecker(dispatcher, this::later, Clock.systemUTC()),
                Clock.systemUTC(),
                this::later,
                lifecycle::draining,
                heard);
        timer.execute(() -> release(due));
        timer.scheduleWithFixedDelay(() -> guarded(runs::look), LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
        storing.scheduleWithFixedDelay(this::forget, FORGET_SECONDS, FORGET_SECONDS, TimeUnit.SECONDS);
    }

    /** Nothing any more once it stops. */
    private void later(Runnable task) {
        try {
            storing.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "a run's results came too late", e);
        }
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A scheduled task that throws would never run again. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "looking after monitors failed", e);
        }
    }

    private static void release(DueRuns due) {
        try {
            due.releaseOwn();
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "runs of before the start are waited for: {0}", e.getMessage());
        }
    }

    private void forget() {
        try {
            Settings.Monitors kept = settings.monitors();
            Instant oldest = Clock.systemUTC().instant().minusSeconds(kept.resultsMaxAge());
            results.forget(oldest, kept.resultsLimit());
            changes.forget(oldest, kept.resultsLimit());
        } catch (SQLException | RuntimeException e) {
            LOG.log(Level.WARNING, "old results could not be removed, trying again in a minute: {0}", e.getMessage());
        }
    }

    /** Not interrupted: H2 closes its file for good under an interrupted thread. */
    @PreDestroy
    void stop() {
        timer.shutdown();
        storing.shutdown();
        try {
            if (!timer.awaitTermination(LAST_RESULTS_SECONDS, TimeUnit.SECONDS)
                    || !storing.awaitTermination(LAST_RESULTS_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "the last results of monitors were not stored in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Produces
    @jakarta.inject.Singleton
    public Monitors monitors() {
        return monitors;
    }
}
