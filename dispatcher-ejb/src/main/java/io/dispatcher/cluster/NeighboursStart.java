package io.dispatcher.cluster;

import io.dispatcher.broker.BrokerDoor;
import io.dispatcher.config.NodeName;
import io.dispatcher.config.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;

/** Decides whether there can be other nodes: only one has the broker in its own process. Before dispatch, which asks. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class NeighboursStart {
    @Inject
    private Settings settings;

    private Cluster cluster;

    @PostConstruct
    void start() {
        cluster = new Cluster(BrokerDoor.embedded() == null ? NodeName.resolve(settings) : null);
    }

    @Produces
    @jakarta.inject.Singleton
    public Cluster cluster() {
        return cluster;
    }
}
