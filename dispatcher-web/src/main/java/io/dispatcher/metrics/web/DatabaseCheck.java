package io.dispatcher.metrics.web;

import io.dispatcher.config.Started;
import io.dispatcher.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only with a database that answers. */
@Readiness
@ApplicationScoped
public class DatabaseCheck implements HealthCheck {
    @Inject
    private Instance<Database> database;

    @Inject
    private Started started;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("database")
                .status(started.yet() && database.get().reachable())
                .build();
    }
}
