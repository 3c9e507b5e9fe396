package io.dispatcher.cluster.jms;

import io.dispatcher.messaging.BatchConsumer;
import io.dispatcher.messaging.BrokerConnection;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/** What all coordinators say to each other under one address. Messages are not stored: who is not there misses them. Thread-safe. */
public final class Topic implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Topic.class.getName());
    private static final BatchConsumer.Limits AT_ONCE = new BatchConsumer.Limits(200);
    private static final long TIME_TO_LIVE_MS = 10_000;

    private final BrokerConnection broker;
    private final String address;
    private @Nullable BatchConsumer reader;
    private @Nullable ClientSession session;
    private @Nullable ClientProducer producer;

    public Topic(BrokerConnection broker, String address) {
        this.broker = broker;
        this.address = address;
    }

    /**
     * From now on, once.
     *
     * @param heard gets every message, this node's own too; on one thread; may block for moments
     */
    public synchronized void read(Consumer<byte[]> heard) {
        BatchConsumer opened = BatchConsumer.ofTopic(
                broker, address, AT_ONCE, (session, messages) -> messages.forEach(message -> read(message, heard)));
        reader = opened;
        opened.start();
    }

    private void read(ClientMessage message, Consumer<byte[]> heard) {
        byte[] bytes = new byte[message.getBodyBuffer().readableBytes()];
        message.getBodyBuffer().readBytes(bytes);
        try {
            heard.accept(bytes);
        } catch (RuntimeException e) {
            // To hear it once more would change nothing.
            LOG.log(Level.WARNING, "a message on " + address + " had no effect", e);
        }
    }

    /** Not stored and not confirmed; while the broker is away it is lost. */
    public synchronized void send(byte[] message) {
        try {
            if (producer == null || session == null || session.isClosed()) {
                session = broker.session();
                producer = session.createProducer(address);
            }
            ClientMessage sent = session.createMessage(false);
            sent.setExpiration(System.currentTimeMillis() + TIME_TO_LIVE_MS);
            sent.getBodyBuffer().writeBytes(message);
            producer.send(sent);
        } catch (ActiveMQException e) {
            LOG.log(Level.DEBUG, "nothing was sent to {0}: {1}", address, e.getMessage());
            producer = null;
        }
    }

    @Override
    public synchronized void close() {
        if (reader != null) {
            reader.close();
        }
        try {
            if (session != null) {
                session.close();
            }
        } catch (ActiveMQException e) {
            LOG.log(Level.DEBUG, "session did not close", e);
        }
    }
}
