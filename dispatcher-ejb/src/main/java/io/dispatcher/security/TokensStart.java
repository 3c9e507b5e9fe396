package io.dispatcher.security;

import io.dispatcher.broker.BrokerDoor;
import io.dispatcher.config.Settings;
import io.dispatcher.config.StartFailure;
import io.dispatcher.database.Database;
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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The tokens in the container: files taken in and everything read before the first request, then refreshed every 2 seconds. */
@Singleton
@Startup
@DependsOn("DatabaseStart")
@TransactionManagement(TransactionManagementType.BEAN)
public class TokensStart {
    private static final System.Logger LOG = System.getLogger(TokensStart.class.getName());
    private static final long REFRESH_SECONDS = 2;

    @Inject
    private Settings settings;

    @Inject
    private Database database;

    @Inject
    @Any
    private Instance<TokenListener> listeners;

    private Tokens tokens;
    private ScheduledExecutorService refresher;
    private boolean away;

    @PostConstruct
    void start() {
        tokens = new Tokens(database.dataSource(), settings.dataDir(), Clock.systemUTC());
        listeners.forEach(tokens::listen);
        try {
            tokens.importFiles();
            tokens.refresh();
        } catch (SQLException e) {
            throw StartFailure.because("the tokens cannot be read from the database: " + e.getMessage(), e);
        }
        admitToBroker();
        refresher = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "dispatcher-tokens");
            thread.setDaemon(true);
            return thread;
        });
        refresher.scheduleWithFixedDelay(this::refresh, REFRESH_SECONDS, REFRESH_SECONDS, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        refresher.shutdownNow();
    }

    @Produces
    @jakarta.inject.Singleton
    public Tokens tokens() {
        return tokens;
    }

    private void admitToBroker() {
        try {
            BrokerDoor.authenticator(new TokenBrokerUsers(tokens));
        } catch (NoClassDefFoundError e) {
            LOG.log(Level.WARNING, "the broker's resource adapter is not deployed: no broker");
        }
    }

    private void refresh() {
        try {
            tokens.refresh();
            away = false;
        } catch (SQLException | RuntimeException e) {
            if (!away) {
                LOG.log(
                        Level.WARNING,
                        "tokens cannot be refreshed, going on with the last known ones: {0}",
                        e.getMessage());
                away = true;
            }
        }
    }
}
