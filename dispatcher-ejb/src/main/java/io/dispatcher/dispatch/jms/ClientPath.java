package io.dispatcher.dispatch.jms;

import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.dispatch.QueuedOrder;
import io.dispatcher.messaging.BrokerConnection;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;
import org.jspecify.annotations.Nullable;

/** To a broker of its own process: the Core client. After the loss of the connection everything goes on with {@link #open()}. */
final class ClientPath implements OrderPath {
    private static final System.Logger LOG = System.getLogger(ClientPath.class.getName());
    private static final int SENDERS = 4;

    private final BrokerConnection connection;
    private final Executor housekeeping;
    private final Sender[] senders = new Sender[SENDERS];
    private final Set<CoreSubscription> subscriptions = ConcurrentHashMap.newKeySet();

    ClientPath(BrokerConnection connection, Executor housekeeping) {
        this.connection = connection;
        this.housekeeping = housekeeping;
        Arrays.setAll(senders, number -> new Sender());
    }

    @Override
    public void open() throws ActiveMQException {
        for (Sender sender : senders) {
            sender.open(connection.session());
        }
        for (CoreSubscription subscription : subscriptions) {
            subscription.open();
        }
    }

    @Override
    public void send(String queue, QueuedOrder order, OrderQueue.Receipt receipt) {
        senders[ThreadLocalRandom.current().nextInt(SENDERS)].send(SimpleString.of(queue), order, receipt);
    }

    @Override
    public OrderQueue.Subscription subscribe(String queue, @Nullable String filter, OrderQueue.Consumer consumer)
            throws ActiveMQException {
        CoreSubscription subscription =
                new CoreSubscription(connection, queue, filter, consumer, housekeeping, subscriptions::remove);
        subscriptions.add(subscription);
        try {
            subscription.open();
            return subscription;
        } catch (ActiveMQException e) {
            subscription.close();
            throw e;
        }
    }

    @Override
    public void close() {
        for (Sender sender : senders) {
            sender.close();
        }
    }

    /** One session for sending; a session belongs to one thread at a time. */
    private static final class Sender {
        private @Nullable ClientSession session;
        private @Nullable ClientProducer producer;

        synchronized void open(ClientSession made) throws ActiveMQException {
            session = made;
            producer = made.createProducer();
        }

        void send(SimpleString queue, QueuedOrder order, OrderQueue.Receipt receipt) {
            Once once = new Once(receipt);
            try {
                send(queue, order, once);
            } catch (ActiveMQException e) {
                once.refused(e);
            }
        }

        private synchronized void send(SimpleString queue, QueuedOrder order, Once once) throws ActiveMQException {
            if (session == null || producer == null) {
                throw new ActiveMQNotConnectedException("there is no session with the broker");
            }
            ClientMessage message = session.createMessage(order.durable());
            OrderMessages.write(order, System.currentTimeMillis(), message);
            producer.send(queue, message, once);
        }

        synchronized void close() {
            try {
                if (session != null) {
                    session.close();
                }
            } catch (ActiveMQException e) {
                LOG.log(Level.DEBUG, "sender did not close", e);
            }
        }
    }

    /** The broker's word on one send; a failure can be told twice (by the call and by the handler) but counts once. */
    private static final class Once implements SendAcknowledgementHandler {
        private final AtomicBoolean told = new AtomicBoolean();
        private final OrderQueue.Receipt receipt;

        Once(OrderQueue.Receipt receipt) {
            this.receipt = receipt;
        }

        @Override
        public void sendAcknowledged(Message message) {
            if (told.compareAndSet(false, true)) {
                receipt.stored();
            }
        }

        @Override
        public void sendFailed(Message message, Exception e) {
            refused(e);
        }

        void refused(Exception e) {
            if (told.compareAndSet(false, true)) {
                receipt.refused(String.valueOf(e.getMessage()));
            }
        }
    }
}
