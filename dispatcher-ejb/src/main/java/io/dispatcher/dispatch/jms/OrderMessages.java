package io.dispatcher.dispatch.jms;

import io.dispatcher.dispatch.QueuedOrder;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** An order as a broker message: properties for selectors, body = length of metadata (4), metadata, body. */
final class OrderMessages {
    static final SimpleString ORDER = SimpleString.of("dispatcher_order");
    static final SimpleString PINNED = SimpleString.of("dispatcher_pinned");
    static final SimpleString LABELS = SimpleString.of("dispatcher_labels");

    private OrderMessages() {}

    /** Expiry, priority and durability are set on every message: nothing leaks from one to the next. */
    static ClientMessage message(ClientSession session, QueuedOrder order, long nowMillis) {
        ClientMessage message = session.createMessage(
                ClientMessage.BYTES_TYPE, false, nowMillis + order.timeToLiveMs(), nowMillis, (byte) order.priority());
        message.putStringProperty(ORDER, SimpleString.of(order.orderId()));
        message.putBooleanProperty(PINNED, order.pinned());
        if (order.labels() != null) {
            message.putStringProperty(LABELS, SimpleString.of(order.labels()));
        }
        ActiveMQBuffer body = message.getBodyBuffer();
        body.writeInt(order.metadata().length);
        body.writeBytes(order.metadata());
        body.writeBytes(order.body());
        return message;
    }

    static String orderId(ClientMessage message) {
        return String.valueOf(message.getStringProperty(ORDER));
    }

    /** Metadata and body. */
    static byte[][] parts(ClientMessage message) {
        ActiveMQBuffer buffer = message.getBodyBuffer();
        buffer.resetReaderIndex();
        byte[] metadata = new byte[buffer.readInt()];
        buffer.readBytes(metadata);
        byte[] body = new byte[buffer.readableBytes()];
        buffer.readBytes(body);
        return new byte[][] {metadata, body};
    }
}
