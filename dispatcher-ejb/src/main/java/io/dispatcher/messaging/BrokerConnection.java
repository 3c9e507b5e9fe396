package io.dispatcher.messaging;

import io.dispatcher.broker.NodeAccess;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.FailoverEventType;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.jspecify.annotations.Nullable;

/**
 * This node's connection with its broker, made again when it is lost. Thread-safe.
 *
 * <p>Not by the client's own reconnection: that blocks whoever sends or acknowledges meanwhile, and revives sessions with or without what was under
 * way in them. Here everything made of a lost connection fails at once and for ever, and whoever had something is told when to make it again.
 */
public final class BrokerConnection implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(BrokerConnection.class.getName());
    private static final long CALL_TIMEOUT_MS = 5_000;
    private static final long FIRST_RETRY_MS = 200;
    private static final long LAST_RETRY_MS = 2_000;
    /** Acknowledgements that count with the commit may travel with it. */
    private static final int ACKS_BYTES = 1 << 20;

    private final NodeAccess access;
    private final ServerLocator locator;
    private final List<Restorer> restorers = new CopyOnWriteArrayList<>();
    private volatile @Nullable ClientSessionFactory factory;
    private volatile boolean connected;
    private volatile boolean available;
    private volatile boolean closed;

    /** Makes again what was made of a connection that was lost. */
    @FunctionalInterface
    public interface Restorer {
        /** @throws ActiveMQException if the broker went away again; called again at its next return */
        void restore() throws ActiveMQException;
    }

    /** @throws ActiveMQException if the broker cannot be reached now */
    public BrokerConnection(NodeAccess access) throws ActiveMQException {
        this.access = access;
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
        } catch (Exception e) {
            throw new ActiveMQException("broker URL " + access.url() + ": " + e.getMessage());
        }
        try {
            connect();
        } catch (ActiveMQException | RuntimeException e) {
            locator.close();
            throw e;
        }
        available = true;
    }

    private void connect() throws ActiveMQException {
        try {
            ClientSessionFactory made = locator.createSessionFactory();
            factory = made;
            connected = true;
            made.addFailoverListener(event -> lost(made, event));
        } catch (ActiveMQException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ActiveMQException(String.valueOf(e.getMessage()));
        }
    }

    private synchronized void lost(ClientSessionFactory which, FailoverEventType event) {
        if (event != FailoverEventType.FAILURE_DETECTED || which != factory || closed) {
            return;
        }
        connected = false;
        if (available) {
            available = false;
            LOG.log(Level.WARNING, "broker is away");
            Thread thread = new Thread(this::reconnect, "dispatcher-broker-return");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Until it is there and everybody has made everything again. */
    private void reconnect() {
        long pause = FIRST_RETRY_MS;
        while (!closed && !available) {
            try {
                TimeUnit.MILLISECONDS.sleep(pause);
                comeBack();
            } catch (ActiveMQException | RuntimeException e) {
                LOG.log(Level.DEBUG, "broker is still away: {0}", e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
            pause = Math.min(LAST_RETRY_MS, pause * 3 / 2);
        }
    }

    private void comeBack() throws ActiveMQException {
        abandon();
        connect();
        for (Restorer restorer : restorers) {
            restorer.restore();
        }
        synchronized (this) {
            // It may have been lost again meanwhile.
            available = connected;
        }
        if (available) {
            LOG.log(Level.INFO, "broker is back");
        }
    }

    private void abandon() {
        connected = false;
        ClientSessionFactory last = factory;
        if (last != null) {
            last.close();
        }
    }

    /** Tells this one, in a thread of the connection, each time the broker is back and before it is said to be available. */
    public void whenBack(Restorer restorer) {
        restorers.add(restorer);
    }

    /** A session whose every send and acknowledgement stands for itself. */
    public ClientSession session() throws ActiveMQException {
        return open().createSession(access.user(), access.password(), false, true, true, false, 0);
    }

    /** A session whose acknowledgements and sends count together with its commit. */
    public ClientSession transacted() throws ActiveMQException {
        return open().createSession(access.user(), access.password(), false, false, false, false, ACKS_BYTES);
    }

    private ClientSessionFactory open() throws ActiveMQException {
        ClientSessionFactory current = factory;
        if (current == null || !connected) {
            throw new ActiveMQNotConnectedException("the broker is away");
        }
        return current;
    }

    public boolean available() {
        return available;
    }

    @Override
    public void close() {
        closed = true;
        available = false;
        abandon();
        locator.close();
    }
}
