package io.dispatcher.dispatch.jms;

import io.dispatcher.dispatch.OrderQueue;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.core.server.MessageReference;

/** One order message, unsettled, still the broker's own. */
final class InBrokerDelivery implements OrderQueue.Delivery {
    private final InBrokerSubscription subscription;
    private final MessageReference reference;
    private final String orderId;
    private final byte[] metadata;
    private final byte[] body;

    InBrokerDelivery(InBrokerSubscription subscription, MessageReference reference) {
        this.subscription = subscription;
        this.reference = reference;
        ICoreMessage message = reference.getMessage().toCore();
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
        subscription.acknowledge(reference);
    }
}
