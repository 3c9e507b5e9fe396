package io.dispatcher.dispatch.jms;

import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.dispatch.QueuedOrder;
import io.dispatcher.messaging.BrokerConnection;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.jspecify.annotations.Nullable;

/** Orders in Artemis queues. Thread-safe. */
public final class CoreOrderQueue implements OrderQueue, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CoreOrderQueue.class.getName());

    private final BrokerConnection connection;
    private final OrderPath path;
    private final Depths depths;
    /** Queues that must be there: a broker may come back without them. */
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    private volatile @Nullable Replies replies;

    /**
     * @param embedded the broker, if it runs in this process; else it is reached through the connection
     * @param housekeeping closes subscriptions, which may block for moments
     */
    public CoreOrderQueue(BrokerConnection connection, @Nullable ActiveMQServer embedded, Executor housekeeping)
            throws ActiveMQException {
        this.connection = connection;
        this.depths = new Depths(connection);
        this.path =
                embedded == null ? new ClientPath(connection, housekeeping) : new InBrokerPath(embedded, housekeeping);
        path.open();
        connection.whenBack(this::open);
    }

    private void open() throws ActiveMQException {
        for (String queue : made) {
            make(queue);
        }
        path.open();
        if (replies != null) {
            replies.open();
        }
    }

    @Override
    public void readReplies(String node, RepliesReader reader) {
        replies = new Replies(connection, REPLIES + node, reader);
        try {
            replies.open();
        } catch (ActiveMQException e) {
            throw new OrderQueueException("queue " + REPLIES + node + " cannot be read", e);
        }
    }

    @Override
    public void create(String queue) {
        made.add(queue);
        try {
            make(queue);
        } catch (ActiveMQException e) {
            throw new OrderQueueException("queue " + queue + " could not be made", e);
        }
    }

    private void make(String queue) throws ActiveMQException {
        try (ClientSession session = connection.session()) {
            Queues.make(session, queue);
        }
    }

    @Override
    public void remove(String queue) {
        made.remove(queue);
        try (ClientSession session = connection.session()) {
            session.deleteQueue(queue);
        } catch (ActiveMQException e) {
            LOG.log(Level.INFO, "queue {0} stays: {1}", queue, e.getMessage());
        }
    }

    @Override
    public void send(String queue, QueuedOrder order, Receipt receipt) {
        path.send(queue, order, receipt);
    }

    @Override
    public Subscription subscribe(String queue, @Nullable String filter, Consumer consumer) {
        try {
            return path.subscribe(queue, filter, consumer);
        } catch (ActiveMQException e) {
            throw new OrderQueueException("queue " + queue + " cannot be consumed", e);
        }
    }

    @Override
    public void drain(String queue, Wanted wanted, Consumer consumer) {
        try (ClientSession session = connection.transacted()) {
            new Drain(session).run(queue, filter(wanted), consumer);
        } catch (ActiveMQException e) {
            if (e.getType() != ActiveMQExceptionType.QUEUE_DOES_NOT_EXIST) {
                throw new OrderQueueException("queue " + queue + " cannot be drained", e);
            }
        }
    }

    private static @Nullable String filter(Wanted wanted) {
        if (wanted.orderId() != null) {
            // A UUID: nothing in it can end the quotation.
            return OrderMessages.ORDER + " = '" + UUID.fromString(wanted.orderId()) + "'";
        }
        return wanted.unpinned() ? OrderMessages.PINNED + " = FALSE" : null;
    }

    @Override
    public Set<String> waitingLabels(String queue, Set<String> known) {
        Set<String> labels = new HashSet<>(known);
        try (ClientSession session = connection.session()) {
            session.start();
            String next = unknownLabel(session, queue, labels);
            if (next != null) {
                labels.add(next);
            }
        } catch (ActiveMQException e) {
            throw new OrderQueueException("queue " + queue + " cannot be looked through", e);
        }
        return labels;
    }

    private static @Nullable String unknownLabel(ClientSession session, String queue, Set<String> known)
            throws ActiveMQException {
        StringBuilder filter = new StringBuilder(OrderMessages.ORDER + " IS NOT NULL");
        for (String label : known) {
            filter.append(" AND ")
                    .append(
                            label.isEmpty()
                                    ? OrderMessages.LABELS + " IS NOT NULL"
                                    : "(" + OrderMessages.LABELS + " IS NULL OR " + OrderMessages.LABELS + " <> '"
                                            + label + "')");
        }
        try (ClientConsumer browser = session.createConsumer(queue, filter.toString(), true)) {
            ClientMessage found = browser.receiveImmediate();
            if (found == null) {
                return null;
            }
            SimpleString label = found.getSimpleStringProperty(OrderMessages.LABELS);
            return label == null ? "" : label.toString();
        }
    }

    @Override
    public long depth(String queue) {
        return depths.of(queue);
    }

    @Override
    public boolean available() {
        return connection.available();
    }

    @Override
    public void close() {
        if (replies != null) {
            replies.close();
        }
        path.close();
        depths.close();
    }
}
