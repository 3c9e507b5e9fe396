package io.dispatcher.scenarios;

import com.github.f4b6a3.uuid.UuidCreator;
import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.config.NodeName;
import io.dispatcher.config.Settings;
import io.dispatcher.database.Database;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.Lifecycle;
import io.dispatcher.proxy.Ways;
import io.dispatcher.scenarios.engine.Clockwork;
import io.dispatcher.targets.Targets;
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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts scenarios together in the container; no logic of its own. */
@Singleton
@Startup
@DependsOn({"TargetsStart", "DirectStart"})
@TransactionManagement(TransactionManagementType.BEAN)
public class ScenariosStart {
    static final System.Logger LOG = System.getLogger(ScenariosStart.class.getName());

    private static final int THREADS = 4;
    private static final long LOOK_MS = 1_000;
    private static final long LAST_REPORTS_SECONDS = 5;

    @Inject
    private Settings settings;

    @Inject
    private Database database;

    @Inject
    private AgentDirectory agents;

    @Inject
    private ExecuteRequestParser requests;

    @Inject
    private Targets targets;

    @Inject
    private Ways ways;

    @Inject
    private Lifecycle lifecycle;

    @Inject
    @Any
    private Instance<ScenarioListener> listeners;

    private ScheduledThreadPoolExecutor threads;
    private Scenarios scenarios;
    private Runs runs;

    @PostConstruct
    void start() {
        AtomicInteger number = new AtomicInteger();
        threads = new ScheduledThreadPoolExecutor(THREADS, task -> {
            Thread thread = new Thread(task, "dispatcher-scenarios-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        Settings.Scenarios limits = settings.scenarios();
        ScenarioParser parser =
                new ScenarioParser(limits.mostSteps(), limits.mostAssertionsPerStep(), limits.defaultSeed());
        ScenarioStore store = new ScenarioStore(database.dataSource(), parser);
        List<ScenarioListener> heard = listeners.stream().toList();
        scenarios =
                new Scenarios(store, parser, limits.most(), UuidCreator::getTimeOrderedEpoch, Clock.systemUTC(), heard);
        Clockwork clock = new Threads();
        runs = new Runs(
                store,
                parser,
                new RunStore(database.dataSource(), NodeName.resolve(settings)),
                caller -> new StepExchanges(
                        targets, agents, requests, ways, lifecycle::draining, task -> clock.after(0, task), caller),
                clock,
                UuidCreator::getTimeOrderedEpoch,
                limits.mostRunning(),
                limits.runsLimit(),
                lifecycle::draining,
                heard);
        threads.execute(() -> guarded(() -> runs.endDead(true)));
        threads.scheduleWithFixedDelay(() -> guarded(this::look), LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    private void look() throws SQLException {
        runs.showAlive();
        runs.endDead(false);
    }

    /** What needs the database. */
    @FunctionalInterface
    private interface Work {
        void run() throws SQLException;
    }

    /** A scheduled task that throws would never run again. */
    private static void guarded(Work task) {
        try {
            task.run();
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "runs are looked after again in a second: {0}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "looking after runs failed", e);
        }
    }

    /** Not interrupted: H2 closes its file for good under an interrupted thread. */
    @PreDestroy
    void stop() {
        runs.endAll();
        try {
            if (!runs.awaitNone(LAST_REPORTS_SECONDS)) {
                LOG.log(Level.WARNING, "the last reports of runs were not stored in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdown();
    }

    @Produces
    @jakarta.inject.Singleton
    public Scenarios scenarios() {
        return scenarios;
    }

    @Produces
    @jakarta.inject.Singleton
    public Runs runs() {
        return runs;
    }

    private final class Threads implements Clockwork {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void after(long milliseconds, Runnable task) {
            try {
                threads.schedule(() -> guarded(task::run), milliseconds, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.log(Level.DEBUG, "a run goes on too late", e);
            }
        }
    }
}
