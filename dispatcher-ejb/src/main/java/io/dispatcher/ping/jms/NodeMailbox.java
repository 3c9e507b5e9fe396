package io.dispatcher.ping.jms;

import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.messaging.BatchConsumer;
import io.dispatcher.messaging.BrokerConnection;
import io.dispatcher.messaging.PassingSender;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/**
 * What coordinators say to each other about pings, in the queues {@code dispatcher.replies.<node>} beside replies: told apart by a property. Messages are not
 * stored; while the broker is away, or where no such node ever was, they are lost. Thread-safe.
 */
public final class NodeMailbox implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NodeMailbox.class.getName());
    private static final BatchConsumer.Limits AT_ONCE = new BatchConsumer.Limits(100);

    private final PassingSender sender;
    private final BatchConsumer reader;

    /** @param heard gets every message to this node, on one thread; its queue is there already */
    public NodeMailbox(BrokerConnection broker, String node, Consumer<byte[]> heard) {
        this.sender = new PassingSender(broker);
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
    public void send(String toNode, byte[] message) {
        sender.send(OrderQueue.REPLIES + toNode, sent -> {
            sent.putBooleanProperty(SimpleString.of(OrderQueue.ABOUT_PINGS), true);
            sent.getBodyBuffer().writeBytes(message);
        });
    }

    @Override
    public void close() {
        reader.close();
        sender.close();
    }
}
