package io.dispatcher.messaging;

import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.broker.BrokerDoor;
import io.dispatcher.config.StartFailure;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.inject.Produces;
import org.apache.activemq.artemis.api.core.ActiveMQException;

/** Connects with the broker before anything that needs it ({@code @DependsOn("MessagingStart")}); ends the start if it cannot. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class MessagingStart {
    private BrokerConnection connection;
    private BrokerRoom room;

    @PostConstruct
    void connect() {
        try {
            connection = new BrokerConnection(BrokerDoor.nodeAccess());
            room = new BrokerRoom(connection, BrokerAddresses.UNASSIGNED);
            room.start();
        } catch (ActiveMQException | IllegalStateException e) {
            throw StartFailure.because(
                    "cannot reach the broker: " + e.getMessage() + "; check --broker-url and its credentials", e);
        }
    }

    @PreDestroy
    void close() {
        room.close();
        connection.close();
    }

    /** For injection anywhere. */
    @Produces
    @jakarta.inject.Singleton
    public BrokerConnection connection() {
        return connection;
    }

    @Produces
    @jakarta.inject.Singleton
    public BrokerRoom room() {
        return room;
    }
}
