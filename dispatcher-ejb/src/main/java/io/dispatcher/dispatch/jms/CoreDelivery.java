package io.dispatcher.dispatch.jms;

import io.dispatcher.dispatch.OrderQueue;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/** One order message, unsettled. */
final class CoreDelivery implements OrderQueue.Delivery {
    private static final System.Logger LOG = System.getLogger(CoreDelivery.class.getName());

    private final ClientMessage message;
    private final AtomicBoolean closed;
    private final Object sessionOwner;
    private final String orderId;
    private final byte[] metadata;
    private final byte[] body;

    /**
     * @param closed whether its subscription is
     * @param sessionOwner monitor under which the session is used
     */
    CoreDelivery(ClientMessage message, AtomicBoolean closed, Object sessionOwner) {
        this.message = message;
        this.closed = closed;
        this.sessionOwner = sessionOwner;
        this.orderId = OrderMessages.orderId(message);
        byte[][] parts = OrderMessages.parts(message);
        this.metadata = parts[0];
        this.body = parts[1];
    }

    @Override
    public String orderId() {
        return orderId;
    }

    @Override
    public byte[] metadata() {
        return metadata;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public void acknowledge() {
        synchronized (sessionOwner) {
            if (closed.get()) {
                return;
            }
            try {
                message.individualAcknowledge();
            } catch (ActiveMQException e) {
                // The broker delivers it again; whoever gets it finds the dispatch ended.
                LOG.log(Level.INFO, "order {0} not acknowledged: {1}", orderId, e.getMessage());
            }
        }
    }
}
