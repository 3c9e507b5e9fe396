package io.dispatcher.messaging;

import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is only worth something now, over one session that it keeps: not stored, not confirmed, gone after 10 s, and lost while the broker is away.
 * Thread-safe.
 */
public final class PassingSender implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PassingSender.class.getName());
    private static final long TIME_TO_LIVE_MS = 10_000;

    private final BrokerConnection broker;
    private @Nullable ClientSession session;
    private @Nullable ClientProducer producer;

    public PassingSender(BrokerConnection broker) {
        this.broker = broker;
    }

    /** @param fill writes the message */
    public synchronized void send(String address, Consumer<ClientMessage> fill) {
        try {
            if (producer == null || session == null || session.isClosed()) {
                session = broker.session();
                producer = session.createProducer();
            }
            ClientMessage sent = session.createMessage(false);
            sent.setExpiration(System.currentTimeMillis() + TIME_TO_LIVE_MS);
            fill.accept(sent);
            producer.send(SimpleString.of(address), sent);
        } catch (ActiveMQException e) {
            LOG.log(Level.DEBUG, "nothing was sent to {0}: {1}", address, e.getMessage());
            producer = null;
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (session != null) {
                session.close();
            }
        } catch (ActiveMQException e) {
            LOG.log(Level.DEBUG, "session did not close", e);
        }
    }
}
