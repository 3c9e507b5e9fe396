package io.dispatcher.metrics.web;

import io.dispatcher.config.Started;
import io.dispatcher.dispatch.Lifecycle;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready from the end of the start until it drains. */
@Readiness
@ApplicationScoped
public class DispatcherCheck implements HealthCheck {
    @Inject
    private Instance<Lifecycle> lifecycle;

    @Inject
    private Started started;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("dispatcher")
                .status(started.yet() && !lifecycle.get().draining())
                .build();
    }
}
