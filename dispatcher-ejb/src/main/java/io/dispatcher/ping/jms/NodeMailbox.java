package io.dispatcher.ping.jms;

import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.messaging.BatchConsumer;
import io.dispatcher.messaging.BrokerConnection;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * What coordinators say to each other about pings, in the queues {@code dispatcher.replies.<node>} beside replies: told apart by a property. Messages are not
 * stored; while the broker is away, or where no such node ever was, they are lost. Thread-safe.
 */
public final class NodeMailbox implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NodeMailbox.class.getName());
    private static final BatchConsumer.Limits AT_ONCE = new BatchConsumer.Limits(100);
    private static final long TIME_TO_LIVE_MS = 10_000;

    private final BrokerConnection broker;
    private final BatchConsumer reader;
    private @Nullable ClientSession session;
    private @Nullable ClientProducer producer;

    /** @param heard gets every message to this node, on one thread; its queue is there already */
    public NodeMailbox(BrokerConnection broker, String node, Consumer<byte[]> heard) {
        this.broker = broker;
        this.reader = new BatchConsumer(
                broker,
                OrderQueue.REPLIES + node,
                OrderQueue.ABOUT_PINGS + " IS NOT NULL",
                AT_ONCE,
                (opened, messages) -> messages.forEach(message -> read(message, heard)));
        reader.start();
    }

    private static void read(ClientMessage message, Consumer<byte[]> heard) {
        byte[] bytes = new byte[message.getBodyBuffer().readableBytes()];
        message.getBodyBuffer().readBytes(bytes);
        try {
            heard.accept(bytes);
        } catch (RuntimeException e) {
            // To hear it once more would change nothing.
            LOG.log(Level.WARNING, "what a coordinator said about pings had no effect", e);
        }
    }

    /** Not stored and not confirmed. */
    public synchronized void send(String toNode, byte[] message) {
        try {
            if (producer == null || session == null || session.isClosed()) {
                session = broker.session();
                producer = session.createProducer();
            }
            ClientMessage sent = session.createMessage(false);
            sent.putBooleanProperty(SimpleString.of(OrderQueue.ABOUT_PINGS), true);
            sent.setExpiration(System.currentTimeMillis() + TIME_TO_LIVE_MS);
            sent.getBodyBuffer().writeBytes(message);
            producer.send(SimpleString.of(OrderQueue.REPLIES + toNode), sent);
        } catch (ActiveMQException e) {
            LOG.log(Level.DEBUG, "nothing was said to {0}: {1}", toNode, e.getMessage());
            producer = null;
        }
    }

    @Override
    public void close() {
        reader.close();
        synchronized (this) {
            try {
                if (session != null) {
                    session.close();
                }
            } catch (ActiveMQException e) {
                LOG.log(Level.DEBUG, "session did not close", e);
            }
        }
    }
}
