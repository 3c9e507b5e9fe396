package io.dispatcher.metrics;

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
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The series in the container: its clock. */
@Singleton
@Startup
@DependsOn("DispatchStart")
@TransactionManagement(TransactionManagementType.BEAN)
public class SeriesStart {
    private static final System.Logger LOG = System.getLogger(SeriesStart.class.getName());

    @Inject
    private DispatchMetrics metrics;

    private StatsSeries series;
    private ScheduledExecutorService timer;

    @PostConstruct
    void start() {
        series = new StatsSeries(metrics, InstantSource.system());
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "dispatcher-series");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleAtFixedRate(this::step, 0, StatsSeries.STEP_SECONDS, TimeUnit.SECONDS);
    }

    private void step() {
        try {
            series.step();
        } catch (RuntimeException e) {
            // The broker may be away: the charts have a hole then.
            LOG.log(Level.DEBUG, "a step of the series is missing", e);
        }
    }

    @PreDestroy
    void stop() {
        timer.shutdown();
    }

    @Produces
    @jakarta.inject.Singleton
    public StatsSeries series() {
        return series;
    }
}
