package io.dispatcher.messaging;

import io.dispatcher.broker.NodeAccess;
import java.lang.System.Logger.Level;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.FailoverEventType;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/**
 * This node's connection with its broker; sessions made here come back by themselves when the broker does. Thread-safe.
 */
public final class BrokerConnection implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(BrokerConnection.class.getName());
    private static final long CALL_TIMEOUT_MS = 5_000;

    private final NodeAccess access;
    private final ServerLocator locator;
    private final ClientSessionFactory factory;
    private volatile boolean available = true;

    /** @throws ActiveMQException if the broker cannot be reached now */
    public BrokerConnection(NodeAccess access) throws ActiveMQException {
        this.access = access;
        try {
            locator = ActiveMQClient.createServerLocator(access.url());
            locator.setReconnectAttempts(-1);
            locator.setRetryInterval(200);
            locator.setRetryIntervalMultiplier(1.5);
            locator.setMaxRetryInterval(2_000);
            locator.setCallTimeout(CALL_TIMEOUT_MS);
            locator.setCallFailoverTimeout(CALL_TIMEOUT_MS);
            locator.setBlockOnNonDurableSend(false);
            locator.setBlockOnAcknowledge(false);
            locator.setPreAcknowledge(false);
            // A queue that is full answers; it does not take credits away from producers and block them.
            locator.setProducerWindowSize(-1);
            factory = locator.createSessionFactory();
        } catch (ActiveMQException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ActiveMQException("broker URL " + access.url() + ": " + e.getMessage());
        }
        factory.addFailoverListener(this::changed);
    }

    private void changed(FailoverEventType event) {
        boolean now = event == FailoverEventType.FAILOVER_COMPLETED;
        if (now != available) {
            LOG.log(now ? Level.INFO : Level.WARNING, now ? "broker is back" : "broker is away");
        }
        available = now;
    }

    /** A session whose every send and acknowledgement stands for itself. */
    public ClientSession session() throws ActiveMQException {
        return factory.createSession(access.user(), access.password(), false, true, true, false, 0);
    }

    /** A session whose acknowledgements and sends count together with its commit. */
    public ClientSession transacted() throws ActiveMQException {
        return factory.createSession(access.user(), access.password(), false, false, false, false, 0);
    }

    public boolean available() {
        return available && !factory.isClosed();
    }

    @Override
    public void close() {
        factory.close();
        locator.close();
    }
}
