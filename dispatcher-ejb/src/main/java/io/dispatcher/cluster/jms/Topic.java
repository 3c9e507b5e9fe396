package io.dispatcher.cluster.jms;

import io.dispatcher.messaging.BatchConsumer;
import io.dispatcher.messaging.BrokerConnection;
import io.dispatcher.messaging.PassingSender;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/** What all coordinators say to each other under one address. Messages are not stored: who is not there misses them. Thread-safe. */
public final class Topic implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Topic.class.getName());
    private static final BatchConsumer.Limits AT_ONCE = new BatchConsumer.Limits(200);

    private final BrokerConnection broker;
    private final String address;
    private @Nullable BatchConsumer reader;
    private final PassingSender sender;

    public Topic(BrokerConnection broker, String address) {
        this.broker = broker;
        this.address = address;
        this.sender = new PassingSender(broker);
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
    public void send(byte[] message) {
        sender.send(address, sent -> sent.getBodyBuffer().writeBytes(message));
    }

    @Override
    public synchronized void close() {
        if (reader != null) {
            reader.close();
        }
        sender.close();
    }
}
