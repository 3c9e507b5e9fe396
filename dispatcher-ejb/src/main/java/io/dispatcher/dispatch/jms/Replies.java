package io.dispatcher.dispatch.jms;

import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.messaging.BrokerConnection;
import java.lang.System.Logger.Level;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/** Reads this node's queue of replies for as long as the process lives. */
final class Replies {
    private static final System.Logger LOG = System.getLogger(Replies.class.getName());

    private final BrokerConnection connection;
    private final String queue;
    private final OrderQueue.RepliesReader reader;
    private @Nullable ClientSession session;

    Replies(BrokerConnection connection, String queue, OrderQueue.RepliesReader reader) {
        this.connection = connection;
        this.queue = queue;
        this.reader = reader;
    }

    /** On the connection there is now. */
    synchronized void open() throws ActiveMQException {
        close();
        ClientSession opened = connection.session();
        session = opened;
        Queues.make(opened, queue);
        opened.createConsumer(queue, OrderQueue.ABOUT_PINGS + " IS NULL").setMessageHandler(this::read);
        opened.start();
    }

    /** Acknowledged first: what cannot be read would come again and again, and a reply that is lost is only waited for in vain. */
    private void read(ClientMessage message) {
        try {
            message.acknowledge();
            StoredNote note = StoredNote.read(message);
            reader.reply(note.orderId(), note.metadata(), note.body());
        } catch (ActiveMQException | RuntimeException e) {
            LOG.log(Level.WARNING, "a reply of another node is lost: {0}", e.getMessage());
        }
    }

    synchronized void close() {
        ClientSession last = session;
        session = null;
        if (last == null) {
            return;
        }
        try {
            last.close();
        } catch (ActiveMQException e) {
            LOG.log(Level.DEBUG, "session did not close", e);
        }
    }
}
