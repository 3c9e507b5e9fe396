package io.dispatcher.dispatch.jms;

import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.dispatch.QueuedOrder;
import io.dispatcher.messaging.BrokerConnection;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.MessageHandler;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerInternal;
import org.apache.activemq.artemis.core.client.impl.ClientMessageInternal;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that gets exactly one message per {@link #request()}, also over the loss of the connection: what was asked for and did not come is
 * asked for again, and what came and was not acknowledged comes again.
 *
 * <p>How: the broker delivers while a consumer's byte credit is above zero and takes off each message's size. The consumer starts with a credit of
 * one byte; giving back the size of the last message raises it to one byte again, so exactly one more comes. The usual client would give it back
 * before the handler has run, which bounds nothing (ARCHITECTURE D3): hence manual flow.
 */
final class CoreSubscription implements OrderQueue.Subscription {
    private static final System.Logger LOG = System.getLogger(CoreSubscription.class.getName());
    private static final int ONE_BYTE_OF_CREDIT = 1;

    private final BrokerConnection connection;
    private final String queue;
    private final @Nullable String filter;
    private final OrderQueue.Consumer orders;
    private final Executor housekeeping;
    private final Consumer<CoreSubscription> whenClosed;
    private final Object owner = new Object();
    private @Nullable Life life;
    private boolean asked;
    private boolean closed;

    /** Not open yet. */
    CoreSubscription(
            BrokerConnection connection,
            String queue,
            @Nullable String filter,
            OrderQueue.Consumer orders,
            Executor housekeeping,
            Consumer<CoreSubscription> whenClosed) {
        this.connection = connection;
        this.queue = queue;
        this.filter = filter;
        this.orders = orders;
        this.housekeeping = housekeeping;
        this.whenClosed = whenClosed;
    }

    /** Begins on the connection there is now; what came over an earlier one can no longer be acknowledged. */
    void open() throws ActiveMQException {
        Life next = new Life(connection.transacted());
        Life last;
        synchronized (owner) {
            last = closed ? next : life;
            if (!closed) {
                life = next;
                if (asked) {
                    next.ask();
                }
            }
        }
        if (last != null) {
            last.close();
        }
    }

    @Override
    public void request() {
        synchronized (owner) {
            asked = true;
            if (life != null && !closed) {
                life.ask();
            }
        }
    }

    /** The broker refused to commit: what is held goes back and comes again. */
    private void reopen(Life broken) {
        synchronized (owner) {
            if (life != broken) {
                return;
            }
            life = null;
        }
        housekeeping.execute(() -> {
            broken.close();
            try {
                open();
            } catch (ActiveMQException e) {
                // It is made again when the broker is back.
                LOG.log(Level.DEBUG, "queue {0} is not consumed now: {1}", queue, e.getMessage());
            }
        });
    }

    @Override
    public void close() {
        Life last;
        synchronized (owner) {
            if (closed) {
                return;
            }
            closed = true;
            last = life;
        }
        whenClosed.accept(this);
        if (last != null) {
            housekeeping.execute(last::close);
        }
    }

    private record Unsettled(Life from, ClientMessage message) implements MessageDelivery.Settlement {
        @Override
        public void acknowledge(Runnable settled) {
            if (from.holds()) {
                from.committer.acknowledge(message, settled);
            }
        }

        @Override
        public boolean exchange(String to, QueuedOrder successor, OrderQueue.Receipt receipt) {
            if (!from.holds()) {
                return false;
            }
            from.committer.exchange(message, to, successor, receipt);
            return true;
        }
    }

    /** A consumer on one connection. */
    private final class Life implements MessageHandler {
        private final ClientSession session;
        private final ClientConsumerInternal consumer;
        private final Committer committer;
        private boolean started;
        private int owed;

        Life(ClientSession session) throws ActiveMQException {
            this.session = session;
            try {
                consumer =
                        (ClientConsumerInternal) session.createConsumer(queue, filter, ONE_BYTE_OF_CREDIT, -1, false);
                consumer.setManualFlowMessageHandler(this);
                committer = new Committer(session, housekeeping, () -> reopen(this));
            } catch (ActiveMQException e) {
                close();
                throw e;
            }
        }

        /** As its owner. */
        void ask() {
            try {
                if (!started) {
                    started = true;
                    session.start();
                } else {
                    int size = owed;
                    owed = 0;
                    consumer.flowControl(size, false);
                }
            } catch (ActiveMQException e) {
                // The next life asks again.
                LOG.log(Level.DEBUG, "no order could be asked for: {0}", e.getMessage());
            }
        }

        @Override
        public void onMessage(ClientMessage message) {
            synchronized (owner) {
                if (closed || life != this) {
                    return;
                }
                owed = ((ClientMessageInternal) message).getFlowControlSize();
                asked = false;
            }
            orders.order(new MessageDelivery(message, new Unsettled(this, message)));
        }

        /** What came and was not settled is still here. */
        boolean holds() {
            synchronized (owner) {
                return !closed && life == this;
            }
        }

        /** Its time was over in the client's buffer: the broker moves it to the expired ones, the request stands. */
        @Override
        public void onMessageExpired(ClientMessage message) {
            synchronized (owner) {
                owed = ((ClientMessageInternal) message).getFlowControlSize();
                if (!closed && life == this) {
                    ask();
                }
            }
        }

        void close() {
            try {
                session.close();
            } catch (ActiveMQException e) {
                LOG.log(Level.DEBUG, "session did not close", e);
            }
        }
    }
}
