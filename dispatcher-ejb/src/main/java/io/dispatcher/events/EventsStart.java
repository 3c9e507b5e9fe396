package io.dispatcher.events;

import io.dispatcher.agents.AgentDirectory;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;

/**
 * This node's own events in the container: first that it has started, last that it stops. The sequencer is there by way of the others; said here too,
 * Payara would now and then call that a cycle.
 */
@Singleton
@Startup
@DependsOn("DispatchStart")
@TransactionManagement(TransactionManagementType.BEAN)
public class EventsStart {
    @Inject
    private Notes notes;

    @Inject
    private AgentDirectory agents;

    @PostConstruct
    void start() {
        notes.tell("node.started", new Data().with("node", notes.node()));
        agents.listen(new AgentEvents(notes, agents::view, agents.views()));
        notes.start();
    }

    @PreDestroy
    void stop() {
        notes.tell("node.stopping", new Data().with("node", notes.node()));
        notes.close();
    }
}
