package io.dispatcher.broker;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.jspecify.annotations.Nullable;

/**
 * One Artemis broker inside this JVM, with the rights and rules of this product. Start and stop it from one thread;
 * the rest is thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(EmbeddedBroker.class.getName());
    private static final String NODE_USER = "dispatcher-node";

    private final BrokerSettings settings;
    private final NodeAccess nodeAccess;
    private final ActiveMQServer server;

    /**
     * Prepares a broker; nothing is opened yet.
     *
     * @throws BrokerStartException if the settings cannot be turned into a broker
     */
    public EmbeddedBroker(BrokerSettings settings) throws BrokerStartException {
        this.settings = settings;
        this.nodeAccess = new NodeAccess(BrokerUrls.inVm(settings.inVmId()), NODE_USER, secret());
        try {
            this.server = new BrokerServer(BrokerConfiguration.of(settings), new BrokerSecurity(nodeAccess));
        } catch (Exception e) {
            throw new BrokerStartException("The broker's settings are not usable: " + e.getMessage(), e);
        }
    }

    /**
     * Starts the broker and waits until its acceptors listen.
     *
     * @throws BrokerStartException if the journal is in use, the port is taken or the journal cannot be read
     */
    public void start() throws BrokerStartException {
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try {
            server.registerActivationFailureListener(failure::set);
            server.start();
        } catch (Exception e) {
            failure.compareAndSet(null, e);
        }
        Exception cause = failure.get();
        if (cause == null && !server.isActive()) {
            cause = new IllegalStateException("not active after its start");
        }
        if (cause != null) {
            stopQuietly();
            throw new BrokerStartException(BrokerStartFailures.describe(settings, cause), cause);
        }
    }

    /** How this node's own code comes in. */
    public NodeAccess nodeAccess() {
        return nodeAccess;
    }

    /** The port the TCP acceptor really has; -1 without one. */
    public int port() {
        Acceptor acceptor = server.getRemotingService().getAcceptor("tcp");
        return acceptor instanceof NettyAcceptor netty ? netty.getActualPort() : -1;
    }

    /** The Artemis server itself. */
    public ActiveMQServer server() {
        return server;
    }

    /** Stops the broker: durable messages stay in the journal. Does nothing if it is not started. */
    @Override
    public void close() {
        stopQuietly();
    }

    private void stopQuietly() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "The broker did not stop cleanly", e);
        }
    }

    private static String secret() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
