package io.dispatcher.direct;

import io.dispatcher.dispatch.DispatchListener;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.Lifecycle;
import io.dispatcher.protocol.egress.EgressPolicy;
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
import java.time.Clock;

/** The coordinator's own exchanges in the container. */
@Singleton
@Startup
@DependsOn("DispatchStart")
@TransactionManagement(TransactionManagementType.BEAN)
public class DirectStart {
    @Inject
    private EgressPolicy policy;

    @Inject
    private Dispatcher dispatcher;

    @Inject
    private Lifecycle lifecycle;

    @Inject
    @Any
    private Instance<DispatchListener> listeners;

    private DirectExchanges exchanges;

    @PostConstruct
    void start() {
        exchanges = new DirectExchanges(
                policy,
                () -> Home.of(System.getProperty("dispatcher.binds", "")),
                listeners.stream().toList(),
                Clock.systemUTC(),
                lifecycle::draining,
                dispatcher.answers());
    }

    @PreDestroy
    void stop() {
        exchanges.close();
    }

    @Produces
    @jakarta.inject.Singleton
    public DirectExchanges exchanges() {
        return exchanges;
    }
}
