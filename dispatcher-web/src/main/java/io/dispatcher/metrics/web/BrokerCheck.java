package io.dispatcher.metrics.web;

import io.dispatcher.config.Started;
import io.dispatcher.messaging.BrokerRoom;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only with a broker that takes orders. */
@Readiness
@ApplicationScoped
public class BrokerCheck implements HealthCheck {
    @Inject
    private Instance<BrokerRoom> room;

    @Inject
    private Started started;

    @Override
    public HealthCheckResponse call() {
        boolean available = started.yet() && room.get().there();
        return HealthCheckResponse.named("broker").status(available).build();
    }
}
