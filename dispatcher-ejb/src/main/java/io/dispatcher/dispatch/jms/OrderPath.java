package io.dispatcher.dispatch.jms;

import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.dispatch.QueuedOrder;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.jspecify.annotations.Nullable;

/** How orders get into and out of the broker's queues; the same for what is seen of it. Thread-safe. */
interface OrderPath extends AutoCloseable {
    /** Before the first use, and each time the connection with the broker was lost and is there again. */
    void open() throws ActiveMQException;

    /** @see OrderQueue#send */
    void send(String queue, QueuedOrder order, OrderQueue.Receipt receipt);

    /**
     * @throws ActiveMQException if the queue is not there or the broker is away
     * @see OrderQueue#subscribe
     */
    OrderQueue.Subscription subscribe(String queue, @Nullable String filter, OrderQueue.Consumer consumer)
            throws ActiveMQException;

    @Override
    void close();
}
