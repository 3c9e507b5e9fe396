package io.dispatcher.dispatch.jms;

import io.dispatcher.dispatch.OrderQueue;
import org.apache.activemq.artemis.api.core.ICoreMessage;

/** One order message, unsettled. */
final class MessageDelivery implements OrderQueue.Delivery {
    private final String orderId;
    private final byte[] metadata;
    private final byte[] body;
    private final Runnable settle;

    /** @param settle acknowledges the message; does nothing once it went back */
    MessageDelivery(ICoreMessage message, Runnable settle) {
        this.orderId = OrderMessages.orderId(message);
        byte[][] parts = OrderMessages.parts(message);
        this.metadata = parts[0];
        this.body = parts[1];
        this.settle = settle;
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
        settle.run();
    }
}
