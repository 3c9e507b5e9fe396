package io.dispatcher.dispatch.jms;

import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.dispatch.QueuedOrder;
import java.util.Arrays;
import java.util.concurrent.Executor;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQNonExistentQueueException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.filter.impl.FilterImpl;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.impl.journal.LargeServerMessageImpl;
import org.apache.activemq.artemis.core.persistence.impl.journal.OperationContextImpl;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;
import org.jspecify.annotations.Nullable;

/**
 * To the broker in this process: routes messages and takes them from queues the way the broker's own protocol handlers do. The same queues, limits,
 * expiry and order as over the Core client, without its packets: those cost six hand-overs between threads for each order
 * ({@code docs/performance.md}).
 */
final class InBrokerPath implements OrderPath {
    /** Room for properties beside metadata, ticket and body, so that the buffer need not grow (bytes). */
    private static final int PROPERTIES = 256;

    /** Locks for sending; a queue always has the same one. */
    private static final int LOCKS = 64;

    private final ActiveMQServer broker;
    private final StorageManager storage;
    private final Executor housekeeping;
    private final Object[] sending = new Object[LOCKS];
    /** What happens once messages of a queue are stored happens in their order. */
    private final Executor[] afterStoring = new Executor[LOCKS];

    InBrokerPath(ActiveMQServer broker, Executor housekeeping) {
        this.broker = broker;
        this.storage = broker.getStorageManager();
        this.housekeeping = housekeeping;
        Arrays.setAll(sending, lock -> new Object());
        Arrays.setAll(afterStoring, lock -> broker.getExecutorFactory().getExecutor());
    }

    @Override
    public void open() {
        // The broker lives and dies with this process.
    }

    @Override
    public void send(String queue, QueuedOrder order, OrderQueue.Receipt receipt) {
        try {
            if (order.durable()) {
                stored(queue, receipt, () -> routed(queue, route(queue, message(queue, order))));
            } else {
                routed(queue, route(queue, message(queue, order)));
            }
        } catch (Exception e) {
            // The broker's own signature; a full address is one of them.
            receipt.refused(String.valueOf(e.getMessage()));
        }
    }

    private static void routed(String queue, RoutingStatus status) throws ActiveMQNonExistentQueueException {
        if (status != RoutingStatus.OK) {
            throw new ActiveMQNonExistentQueueException("queue " + queue + " is not there");
        }
    }

    /**
     * Into the queue and, if nothing waits before it, through it on this thread. Two at a time to one queue would make the broker hand over to
     * threads of its own for the next second: hence the lock.
     */
    private RoutingStatus route(String queue, Message message) throws Exception {
        synchronized (sending[stripe(queue)]) {
            return broker.getPostOffice().route(message, true);
        }
    }

    private static int stripe(String queue) {
        return Math.floorMod(queue.hashCode(), LOCKS);
    }

    /** Does something with the journal and tells the receipt when all of it is on disk. */
    private void stored(String queue, OrderQueue.Receipt receipt, Journaled action) throws Exception {
        OperationContext before = OperationContextImpl.getContext();
        OperationContext context = storage.newContext(afterStoring[stripe(queue)]);
        storage.setContext(context);
        try {
            action.run();
            context.executeOnCompletion(new Told(receipt));
        } finally {
            storage.setContext(before);
        }
    }

    /** Both or neither: the successor is in its queue, and the message in its own is gone. */
    void exchange(Queue from, MessageReference reference, String to, QueuedOrder successor, OrderQueue.Receipt receipt)
            throws Exception {
        stored(to, receipt, () -> {
            Transaction both = new TransactionImpl(storage);
            try {
                routed(to, broker.getPostOffice().route(message(to, successor), both, false));
                from.acknowledge(both, reference);
                both.commit();
            } catch (Exception e) {
                both.rollback();
                throw e;
            }
        });
    }

    private Message message(String queue, QueuedOrder order) throws Exception {
        CoreMessage message = new CoreMessage(
                storage.generateID(),
                order.metadata().length + order.ticket().length + order.body().length + PROPERTIES);
        message.setAddress(SimpleString.of(queue));
        OrderMessages.write(order, System.currentTimeMillis(), message);
        return order.durable() ? LargeServerMessageImpl.checkLargeMessage(message, storage) : message;
    }

    @Override
    public OrderQueue.Subscription subscribe(String queue, @Nullable String filter, OrderQueue.Consumer consumer)
            throws ActiveMQException {
        Queue from = broker.locateQueue(SimpleString.of(queue));
        if (from == null) {
            throw new ActiveMQNonExistentQueueException(queue);
        }
        InBrokerSubscription subscription = new InBrokerSubscription(
                this, from, FilterImpl.createFilter(filter), storage.generateID(), consumer, housekeeping);
        subscription.open();
        return subscription;
    }

    @Override
    public void close() {
        // Holds nothing of its own.
    }

    /** With the broker's own signature. */
    @FunctionalInterface
    private interface Journaled {
        void run() throws Exception;
    }

    private record Told(OrderQueue.Receipt receipt) implements IOCallback {
        @Override
        public void done() {
            receipt.stored();
        }

        @Override
        public void onError(int code, String message) {
            receipt.refused("the journal could not be written: " + message);
        }
    }
}
