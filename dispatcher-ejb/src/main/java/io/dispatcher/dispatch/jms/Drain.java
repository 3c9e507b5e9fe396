package io.dispatcher.dispatch.jms;

import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.dispatch.QueuedOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/** Offers what waits in a queue now, once; what is settled meanwhile is committed some hundred at a time. One thread's. */
final class Drain {
    private static final int MOST_AT_ONCE = 200;

    private final ClientSession session;
    private final ClientProducer producer;
    private final List<OrderQueue.Receipt> receipts = new ArrayList<>();
    private int settled;
    private volatile boolean over;

    /** @param session transacted, and this one's alone */
    Drain(ClientSession session) throws ActiveMQException {
        this.session = session;
        this.producer = session.createProducer();
    }

    void run(String queue, @Nullable String filter, OrderQueue.Consumer consumer) throws ActiveMQException {
        // Nothing is fetched ahead: with a window, "nothing there" may mean "nothing yet".
        ClientConsumer orders = session.createConsumer(queue, filter, 0, -1, false);
        session.start();
        try {
            for (ClientMessage message = orders.receiveImmediate();
                    message != null;
                    message = orders.receiveImmediate()) {
                consumer.order(new MessageDelivery(message, new Offered(message)));
                if (settled >= MOST_AT_ONCE) {
                    commit();
                }
            }
            commit();
        } finally {
            over = true;
            refuseOpen();
        }
    }

    private void commit() throws ActiveMQException {
        session.commit();
        List<OrderQueue.Receipt> stored = List.copyOf(receipts);
        receipts.clear();
        settled = 0;
        stored.forEach(OrderQueue.Receipt::stored);
    }

    private void refuseOpen() {
        receipts.forEach(receipt -> receipt.refused("the broker did not commit it"));
    }

    private final class Offered implements MessageDelivery.Settlement {
        private final ClientMessage message;

        Offered(ClientMessage message) {
            this.message = message;
        }

        @Override
        public void acknowledge(Runnable settled) {
            settle(new OrderQueue.Receipt() {
                @Override
                public void stored() {
                    settled.run();
                }

                @Override
                public void refused(String reason) {
                    // It is still there.
                }
            });
        }

        private void settle(OrderQueue.Receipt receipt) {
            if (over) {
                return;
            }
            receipts.add(receipt);
            try {
                message.individualAcknowledge();
                settled++;
            } catch (ActiveMQException e) {
                throw new OrderQueueException("an order cannot be taken out of its queue", e);
            }
        }

        @Override
        public boolean exchange(String queue, QueuedOrder successor, OrderQueue.Receipt receipt) {
            if (over) {
                return false;
            }
            try {
                ClientMessage next = session.createMessage(true);
                OrderMessages.write(successor, System.currentTimeMillis(), next);
                producer.send(SimpleString.of(queue), next);
            } catch (ActiveMQException e) {
                throw new OrderQueueException("an order cannot be moved to " + queue, e);
            }
            settle(receipt);
            return true;
        }
    }
}
