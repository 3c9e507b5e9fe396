package io.dispatcher.broker;

import java.util.Set;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.jspecify.annotations.Nullable;

/**
 * Where application and broker meet: the resource adapter is deployed first and leaves the node's access here, the
 * application registers who may come in. Thread-safe.
 */
public final class BrokerDoor {

    /** The validated user of everybody while no token exists, whatever name was given; no token can have it. */
    public static final String ANYBODY = "-";

    private static volatile @Nullable NodeAccess access;
    private static volatile @Nullable ActiveMQServer embedded;
    private static volatile BrokerAuthenticator authenticator = new Closed();

    private BrokerDoor() {}

    /**
     * The broker access of this node.
     *
     * @throws IllegalStateException if the resource adapter was not started
     */
    public static NodeAccess nodeAccess() {
        NodeAccess current = access;
        if (current == null) {
            throw new IllegalStateException("No broker: the resource adapter was not started before the application");
        }
        return current;
    }

    /** The broker itself, if it runs in this process; null if it is an external one. */
    public static @Nullable ActiveMQServer embedded() {
        return embedded;
    }

    /** From now on this decides who may use the broker; before the first call only the node itself may. */
    public static void authenticator(BrokerAuthenticator decides) {
        authenticator = decides;
    }

    static void opened(NodeAccess node, @Nullable ActiveMQServer broker) {
        access = node;
        embedded = broker;
    }

    static void closed() {
        access = null;
        embedded = null;
        authenticator = new Closed();
    }

    static BrokerAuthenticator current() {
        return authenticator;
    }

    private static final class Closed implements BrokerAuthenticator {
        @Override
        public @Nullable Set<String> rolesOf(String user, String password) {
            return null;
        }

        @Override
        public boolean open() {
            return false;
        }
    }
}
