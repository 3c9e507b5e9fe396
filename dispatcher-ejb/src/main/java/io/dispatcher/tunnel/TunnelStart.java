package io.dispatcher.tunnel;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.database.Database;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.OrderQueue;
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
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Puts tunnels together in the container; no logic of its own. */
@Singleton
@Startup
@DependsOn("DispatchStart")
@TransactionManagement(TransactionManagementType.BEAN)
public class TunnelStart {
    private static final System.Logger LOG = System.getLogger(TunnelStart.class.getName());
    private static final long REFRESH_SECONDS = 2;

    @Inject
    private Database database;

    @Inject
    private AgentDirectory agents;

    @Inject
    private Dispatcher dispatcher;

    @Inject
    private OrderQueue orders;

    @Inject
    @Any
    private Instance<MaintenanceListener> listeners;

    private ScheduledExecutorService timer;
    private Maintenance maintenance;

    @PostConstruct
    void start() {
        maintenance = new Maintenance(
                database.dataSource(),
                InstantSource.system(),
                listeners.stream().toList());
        maintenance.refresh();
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "dispatcher-upstreams");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::refresh, REFRESH_SECONDS, REFRESH_SECONDS, TimeUnit.SECONDS);
    }

    private void refresh() {
        try {
            maintenance.refresh();
        } catch (RuntimeException e) {
            // A periodic task that throws is never run again; until the database is back, what was known holds.
            LOG.log(Level.DEBUG, "the upstreams in maintenance were not read", e);
        }
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
    }

    @Produces
    @jakarta.inject.Singleton
    public Maintenance maintenance() {
        return maintenance;
    }

    @Produces
    @jakarta.inject.Singleton
    public Upstreams upstreams() {
        return new Upstreams(agents, dispatcher, orders, maintenance);
    }
}
