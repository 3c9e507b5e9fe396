package io.dispatcher.messaging;

import io.dispatcher.broker.NodeAccess;
import io.dispatcher.messaging.BrokerLink.Window;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * This node's connection with its broker, made again when it is lost. Thread-safe.
 *
 * <p>Not by the client's own reconnection: that blocks whoever sends or acknowledges meanwhile, and revives sessions with or without what was under
 * way in them. Here everything made of a lost connection fails at once and for ever, and whoever had something is told when to make it again.
 *
 * <p>Several wires, because what they confirm to each other cannot be chosen for each session, and what consumers hold must be free the moment this
 * process dies ({@link BrokerLink.Window}). They are lost and made again together.
 */
public final class BrokerConnection implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(BrokerConnection.class.getName());
    private static final long FIRST_RETRY_MS = 200;
    private static final long LAST_RETRY_MS = 2_000;

    private final BrokerLink sending;
    private final BrokerLink answering;
    private final BrokerLink taking;
    private final List<BrokerLink> links;
    private final List<Restorer> restorers = new CopyOnWriteArrayList<>();
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
        sending = new BrokerLink(access, Window.WIDE, this::lost);
        // A broker of this process dies with it: there is nothing to give back, and confirming each packet costs.
        boolean own = access.url().startsWith("vm:");
        answering = new BrokerLink(access, own ? Window.WIDE : Window.EACH, this::lost);
        taking = new BrokerLink(access, Window.NONE, this::lost);
        links = List.of(sending, answering, taking);
        try {
            connect();
        } catch (ActiveMQException | RuntimeException e) {
            close();
            throw e;
        }
        available = true;
        if (!connected()) {
            lost();
        }
    }

    private void connect() throws ActiveMQException {
        for (BrokerLink link : links) {
            link.connect();
        }
    }

    private boolean connected() {
        return links.stream().allMatch(BrokerLink::connected);
    }

    private synchronized void lost() {
        if (available && !closed) {
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
        links.forEach(BrokerLink::cut);
        connect();
        for (Restorer restorer : restorers) {
            restorer.restore();
        }
        synchronized (this) {
            // It may have been lost again meanwhile.
            available = connected();
        }
        if (available) {
            LOG.log(Level.INFO, "broker is back");
        }
    }

    /** Tells this one, in a thread of the connection, each time the broker is back and before it is said to be available. */
    public void whenBack(Restorer restorer) {
        restorers.add(restorer);
    }

    /** A session whose every send and acknowledgement stands for itself. What it holds unacknowledged outlives this process by up to 15 s. */
    public ClientSession session() throws ActiveMQException {
        return sending.session(false);
    }

    /**
     * A session whose acknowledgements and sends count together with its commit. What it holds is free again as soon as this process has died. A send
     * that is refused is told by the commit only.
     */
    public ClientSession transacted() throws ActiveMQException {
        return taking.session(true);
    }

    /** The same, and handlers of sends hear of a refusal before the commit says so. */
    ClientSession transactedWithWord() throws ActiveMQException {
        return answering.session(true);
    }

    public boolean available() {
        return available;
    }

    @Override
    public void close() {
        closed = true;
        available = false;
        links.forEach(BrokerLink::close);
    }
}
