package io.dispatcher.messaging;

import io.dispatcher.broker.NodeAccess;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.FailoverEventType;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

/** One wire to the broker at a time. What was made of a wire that was lost fails at once and for ever. Thread-safe, but for {@link #connect}. */
final class BrokerLink {
    /** Acknowledgements that count with the commit may travel with it. */
    private static final int ACKS_BYTES = 1 << 20;

    private static final long CALL_TIMEOUT_MS = 5_000;

    private final NodeAccess access;
    private final Runnable whenLost;
    private final ServerLocator locator;
    private volatile @Nullable Wire wire;
    private volatile boolean connected;

    /**
     * How often client and broker confirm packets to each other. Above zero the client could take up its sessions again, so a broker keeps what they hold
     * until it misses the client (15 s); else it is free as soon as the wire is cut. One such session is enough to keep all of its wire.
     */
    enum Window {
        /** As the access's URL says: above zero. */
        WIDE(null),
        /** Each packet. The broker's word on each send is told, as with a wide one. */
        EACH(0),
        /** None, the cheapest. Nothing is told about single sends. */
        NONE(-1);

        private final @Nullable Integer bytes;

        Window(@Nullable Integer bytes) {
            this.bytes = bytes;
        }
    }

    private record Wire(ClientSessionFactory factory, RemotingConnection connection) {}

    BrokerLink(NodeAccess access, Window window, Runnable whenLost) throws ActiveMQException {
        this.access = access;
        this.whenLost = whenLost;
        try {
            locator = ActiveMQClient.createServerLocator(access.url());
            locator.setReconnectAttempts(0);
            locator.setFailoverAttempts(0);
            locator.setInitialConnectAttempts(1);
            locator.setCallTimeout(CALL_TIMEOUT_MS);
            locator.setBlockOnNonDurableSend(false);
            locator.setBlockOnAcknowledge(false);
            locator.setPreAcknowledge(false);
            // A queue that is full answers; it does not take credits away from producers and block them.
            locator.setProducerWindowSize(-1);
            if (window.bytes != null) {
                locator.setConfirmationWindowSize(window.bytes);
            }
        } catch (Exception e) {
            throw new ActiveMQException("broker URL " + access.url() + ": " + e.getMessage());
        }
    }

    void connect() throws ActiveMQException {
        try {
            ClientSessionFactory made = locator.createSessionFactory();
            Wire next = new Wire(made, made.getConnection());
            wire = next;
            connected = true;
            made.addFailoverListener(event -> lost(next, event));
        } catch (ActiveMQException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ActiveMQException(String.valueOf(e.getMessage()));
        }
    }

    private void lost(Wire which, FailoverEventType event) {
        if (event == FailoverEventType.FAILURE_DETECTED && which == wire && connected) {
            connected = false;
            whenLost.run();
        }
    }

    boolean connected() {
        return connected;
    }

    /** Cuts the wire, if it is not: whoever has something of it hears that it was lost. */
    void cut() {
        connected = false;
        Wire last = wire;
        if (last != null) {
            last.connection.fail(new ActiveMQNotConnectedException("the broker is away"));
            last.factory.close();
        }
    }

    ClientSession session(boolean transacted) throws ActiveMQException {
        Wire current = wire;
        if (current == null || !connected) {
            throw new ActiveMQNotConnectedException("the broker is away");
        }
        return current.factory.createSession(
                access.user(), access.password(), false, !transacted, !transacted, false, transacted ? ACKS_BYTES : 0);
    }

    /** Ends its sessions in order. */
    void close() {
        connected = false;
        Wire last = wire;
        if (last != null) {
            last.factory.close();
        }
        locator.close();
    }
}
