package io.dispatcher.dispatch.jms;

import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.dispatch.QueuedOrder;
import java.util.Arrays;
import java.util.concurrent.Executor;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQNonExistentQueueException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.filter.impl.FilterImpl;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.jspecify.annotations.Nullable;

/**
 * To the broker in this process: routes messages and takes them from queues the way the broker's own protocol handlers do. The same queues, limits,
 * expiry and order as over the Core client, without its packets: those cost six hand-overs between threads for each order
 * ({@code docs/performance.md}).
 */
final class InBrokerPath implements OrderPath {
    /** Room for properties beside metadata and body, so that the buffer need not grow (bytes). */
    private static final int PROPERTIES = 256;

    /** Locks for sending; a queue always has the same one. */
    private static final int LOCKS = 64;

    private final ActiveMQServer broker;
    private final Executor housekeeping;
    private final Object[] sending = new Object[LOCKS];

    InBrokerPath(ActiveMQServer broker, Executor housekeeping) {
        this.broker = broker;
        this.housekeeping = housekeeping;
        Arrays.setAll(sending, lock -> new Object());
    }

    @Override
    public void open() {
        // The broker lives and dies with this process.
    }

    @Override
    public void send(String queue, QueuedOrder order, OrderQueue.Refused refused) {
        String reason;
        try {
            RoutingStatus status = route(queue, message(queue, order));
            reason = status == RoutingStatus.OK ? null : "queue " + queue + " is not there";
        } catch (Exception e) {
            // The broker's own signature; a full address is one of them.
            reason = String.valueOf(e.getMessage());
        }
        if (reason != null) {
            refused.refused(reason);
        }
    }

    /**
     * Into the queue and, if nothing waits before it, through it on this thread. Two at a time to one queue would make the broker hand over to
     * threads of its own for the next second: hence the lock.
     */
    private RoutingStatus route(String queue, CoreMessage message) throws Exception {
        synchronized (sending[Math.floorMod(queue.hashCode(), LOCKS)]) {
            return broker.getPostOffice().route(message, true);
        }
    }

    private CoreMessage message(String queue, QueuedOrder order) {
        CoreMessage message = new CoreMessage(
                broker.getStorageManager().generateID(), order.metadata().length + order.body().length + PROPERTIES);
        message.setAddress(SimpleString.of(queue));
        OrderMessages.write(order, System.currentTimeMillis(), message);
        return message;
    }

    @Override
    public OrderQueue.Subscription subscribe(String queue, @Nullable String filter, OrderQueue.Consumer consumer)
            throws ActiveMQException {
        Queue from = broker.locateQueue(SimpleString.of(queue));
        if (from == null) {
            throw new ActiveMQNonExistentQueueException(queue);
        }
        InBrokerSubscription subscription = new InBrokerSubscription(
                from,
                FilterImpl.createFilter(filter),
                broker.getStorageManager().generateID(),
                consumer,
                housekeeping);
        subscription.open();
        return subscription;
    }

    @Override
    public void close() {
        // Holds nothing of its own.
    }
}
