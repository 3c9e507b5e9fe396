package io.dispatcher.dispatch.jms;

import io.dispatcher.dispatch.OrderQueue;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.MessageHandler;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerInternal;
import org.apache.activemq.artemis.core.client.impl.ClientMessageInternal;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that gets exactly one message per {@link #request()}.
 *
 * <p>How: the broker delivers while a consumer's byte credit is above zero and takes off each message's size. The consumer starts with a credit of
 * one byte; giving back the size of the last message raises it to one byte again, so exactly one more comes. The usual client would give it back
 * before the handler has run, which bounds nothing (ARCHITECTURE D3): hence manual flow.
 */
final class CoreSubscription implements OrderQueue.Subscription, MessageHandler {
    private static final System.Logger LOG = System.getLogger(CoreSubscription.class.getName());
    private static final int ONE_BYTE_OF_CREDIT = 1;

    private final ClientSession session;
    private final ClientConsumerInternal consumer;
    private final OrderQueue.Consumer orders;
    private final Executor housekeeping;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Object sessionOwner = new Object();
    private boolean started;
    private int owed;

    CoreSubscription(
            ClientSession session,
            String queue,
            @Nullable String filter,
            OrderQueue.Consumer orders,
            Executor housekeeping)
            throws ActiveMQException {
        this.session = session;
        this.orders = orders;
        this.housekeeping = housekeeping;
        this.consumer = (ClientConsumerInternal) session.createConsumer(queue, filter, ONE_BYTE_OF_CREDIT, -1, false);
        consumer.setManualFlowMessageHandler(this);
    }

    @Override
    public void request() {
        try {
            synchronized (sessionOwner) {
                if (closed.get()) {
                    return;
                }
                if (!started) {
                    started = true;
                    session.start();
                } else {
                    int size = owed;
                    owed = 0;
                    consumer.flowControl(size, false);
                }
            }
        } catch (ActiveMQException e) {
            LOG.log(Level.WARNING, "no order could be asked for: {0}", e.getMessage());
        }
    }

    @Override
    public void onMessage(ClientMessage message) {
        MessageDelivery delivery;
        synchronized (sessionOwner) {
            if (closed.get()) {
                return;
            }
            owed = ((ClientMessageInternal) message).getFlowControlSize();
            delivery = new MessageDelivery(message, () -> acknowledge(message));
        }
        orders.order(delivery);
    }

    private void acknowledge(ClientMessage message) {
        synchronized (sessionOwner) {
            if (!closed.get()) {
                settle(message);
            }
        }
    }

    /** Under the monitor of whoever uses the message's session. */
    static void settle(ClientMessage message) {
        try {
            message.individualAcknowledge();
        } catch (ActiveMQException e) {
            // The broker delivers it again; whoever gets it finds the dispatch ended.
            LOG.log(Level.INFO, "order {0} not acknowledged: {1}", OrderMessages.orderId(message), e.getMessage());
        }
    }

    /** Its time was over in the client's buffer: the broker moves it to the expired ones, the request stands. */
    @Override
    public void onMessageExpired(ClientMessage message) {
        synchronized (sessionOwner) {
            owed = ((ClientMessageInternal) message).getFlowControlSize();
        }
        request();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            housekeeping.execute(this::closeSession);
        }
    }

    private void closeSession() {
        try {
            session.close();
        } catch (ActiveMQException e) {
            LOG.log(Level.DEBUG, "session did not close", e);
        }
    }
}
