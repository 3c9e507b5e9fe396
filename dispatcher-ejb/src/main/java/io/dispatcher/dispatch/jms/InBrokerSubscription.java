package io.dispatcher.dispatch.jms;

import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.dispatch.QueuedOrder;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.server.Consumer;
import org.apache.activemq.artemis.core.server.HandleStatus;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A consumer inside the broker that takes exactly one message per {@link #request()}: to all others it says "busy", and the queue keeps them
 * (ARCHITECTURE D3).
 *
 * <p>The queue calls {@link #handle} and then {@link #proceedDeliver}, one message at a time. Without a filter it may do so on the sender's thread
 * and under its own lock: the consumer must not wait for anything that needs the queue; to request and to acknowledge does not.
 */
final class InBrokerSubscription implements OrderQueue.Subscription, Consumer {
    private static final System.Logger LOG = System.getLogger(InBrokerSubscription.class.getName());

    private final InBrokerPath path;
    private final Queue queue;
    private final @Nullable Filter filter;
    private final long id;
    private final OrderQueue.Consumer orders;
    private final Executor housekeeping;
    private final AtomicInteger credit = new AtomicInteger();
    private final Map<Long, MessageReference> unsettled = new ConcurrentHashMap<>();
    /** The queue was told "busy", or held orders before this came: it must be prompted. */
    private volatile boolean starved = true;

    private volatile boolean closed;

    /** @param id unique in the broker */
    InBrokerSubscription(
            InBrokerPath path,
            Queue queue,
            @Nullable Filter filter,
            long id,
            OrderQueue.Consumer orders,
            Executor housekeeping) {
        this.path = path;
        this.queue = queue;
        this.filter = filter;
        this.id = id;
        this.orders = orders;
        this.housekeeping = housekeeping;
    }

    void open() throws ActiveMQException {
        try {
            queue.addConsumer(this);
        } catch (ActiveMQException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ActiveMQException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void request() {
        if (!closed) {
            credit.incrementAndGet();
            if (starved) {
                starved = false;
                queue.deliverAsync();
            }
        }
    }

    private boolean busy() {
        if (credit.get() > 0) {
            return false;
        }
        starved = true;
        // A request that came between the two lines did not see that it must prompt.
        return credit.get() <= 0;
    }

    @Override
    public HandleStatus handle(MessageReference reference) {
        if (closed || busy()) {
            return HandleStatus.BUSY;
        }
        if (filter != null && !filter.match(reference.getMessage())) {
            return HandleStatus.NO_MATCH;
        }
        credit.decrementAndGet();
        unsettled.put(reference.getMessageID(), reference);
        reference.handled();
        reference.incrementDeliveryCount();
        return HandleStatus.HANDLED;
    }

    @Override
    public void proceedDeliver(MessageReference reference) {
        if (unsettled.containsKey(reference.getMessageID())) {
            orders.order(new MessageDelivery(reference.getMessage().toCore(), new Unsettled(reference)));
        }
    }

    private final class Unsettled implements MessageDelivery.Settlement {
        private final MessageReference reference;

        Unsettled(MessageReference reference) {
            this.reference = reference;
        }

        @Override
        public void acknowledge(Runnable settled) {
            if (InBrokerSubscription.this.acknowledge(reference)) {
                settled.run();
            }
        }

        @Override
        public boolean exchange(String to, QueuedOrder successor, OrderQueue.Receipt receipt) {
            if (unsettled.remove(reference.getMessageID()) == null) {
                return false;
            }
            try {
                path.exchange(queue, reference, to, successor, receipt);
            } catch (Exception e) {
                // The broker's own signature; a full address is one of them.
                takenBack(reference);
                receipt.refused(String.valueOf(e.getMessage()));
            }
            return true;
        }
    }

    /** It could not be exchanged: unsettled again, or back where it came from if this was closed meanwhile. */
    private void takenBack(MessageReference reference) {
        unsettled.put(reference.getMessageID(), reference);
        if (closed) {
            housekeeping.execute(this::leave);
        }
    }

    /** @return false if it was settled already, went back, or may come again */
    private boolean acknowledge(MessageReference reference) {
        if (unsettled.remove(reference.getMessageID()) == null) {
            return false;
        }
        try {
            queue.acknowledge(reference);
            return true;
        } catch (Exception e) {
            // The broker's own signature. It comes again with the next consumer.
            LOG.log(Level.WARNING, "an order was not acknowledged: {0}", e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        housekeeping.execute(this::leave);
    }

    private void leave() {
        queue.removeConsumer(this);
        for (Long message : List.copyOf(unsettled.keySet())) {
            MessageReference reference = unsettled.remove(message);
            if (reference != null) {
                putBack(reference);
            }
        }
        queue.deliverAsync();
    }

    private void putBack(MessageReference reference) {
        try {
            queue.cancel(reference, System.currentTimeMillis());
        } catch (Exception e) {
            LOG.log(Level.WARNING, "an order did not go back to {0}: {1}", queue.getName(), e.getMessage());
        }
    }

    @Override
    public boolean supportsDirectDelivery() {
        // With a filter others may wait before it in the queue.
        return filter == null;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public @Nullable Filter getFilter() {
        return filter;
    }

    @Override
    public List<MessageReference> getDeliveringMessages() {
        return List.copyOf(unsettled.values());
    }

    @Override
    public String debug() {
        return toManagementString();
    }

    @Override
    public String toManagementString() {
        return "InBrokerSubscription[queue=" + queue.getName() + ", unsettled=" + unsettled.size() + "]";
    }

    @Override
    public void disconnect() {
        // The queue is being deleted; whoever asked for that closes this too.
    }

    @Override
    public void failed(Throwable cause) {
        LOG.log(Level.WARNING, "delivery of an order failed", cause);
    }

    @Override
    public long sequentialID() {
        return id;
    }
}
