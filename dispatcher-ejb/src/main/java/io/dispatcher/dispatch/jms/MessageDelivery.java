package io.dispatcher.dispatch.jms;

import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.dispatch.QueuedOrder;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.jspecify.annotations.Nullable;

/** One order message, unsettled. */
final class MessageDelivery implements OrderQueue.Delivery {
    private final String orderId;
    private final byte[] metadata;
    private final byte[] ticket;
    private final byte[] body;
    private final @Nullable String expiredIn;
    private final Settlement settlement;

    MessageDelivery(ICoreMessage message, Settlement settlement) {
        this.orderId = OrderMessages.orderId(message);
        byte[][] parts = OrderMessages.parts(message);
        this.metadata = parts[0];
        this.ticket = parts[1];
        this.body = parts[2];
        SimpleString origin = message.getSimpleStringProperty(Message.HDR_ORIGINAL_QUEUE);
        this.expiredIn = origin == null ? null : origin.toString();
        this.settlement = settlement;
    }

    /** How the message is settled, by the way it came. */
    interface Settlement {
        /** Does nothing once the message went back. */
        void acknowledge(Runnable settled);

        /** @return false once the message went back */
        boolean exchange(String queue, QueuedOrder successor, OrderQueue.Receipt receipt);
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
    public byte[] ticket() {
        return ticket;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public @Nullable String expiredIn() {
        return expiredIn;
    }

    @Override
    public void acknowledge(Runnable settled) {
        settlement.acknowledge(settled);
    }

    @Override
    public boolean exchange(String queue, QueuedOrder successor, OrderQueue.Receipt receipt) {
        return settlement.exchange(queue, successor, receipt);
    }
}
