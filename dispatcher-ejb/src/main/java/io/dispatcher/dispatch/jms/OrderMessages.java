package io.dispatcher.dispatch.jms;

import io.dispatcher.dispatch.QueuedOrder;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;

/** An order as a broker message: properties for selectors, body = length of metadata (4), metadata, body. */
final class OrderMessages {
    static final SimpleString ORDER = SimpleString.of("dispatcher_order");
    static final SimpleString PINNED = SimpleString.of("dispatcher_pinned");
    static final SimpleString LABELS = SimpleString.of("dispatcher_labels");

    private OrderMessages() {}

    /** Expiry, priority and durability are set on every message: nothing leaks from one to the next. */
    static void write(QueuedOrder order, long nowMillis, ICoreMessage message) {
        message.setType(Message.BYTES_TYPE);
        message.setDurable(false);
        message.setTimestamp(nowMillis);
        message.setExpiration(nowMillis + order.timeToLiveMs());
        message.setPriority((byte) order.priority());
        message.putStringProperty(ORDER, SimpleString.of(order.orderId()));
        message.putBooleanProperty(PINNED, order.pinned());
        if (order.labels() != null) {
            message.putStringProperty(LABELS, SimpleString.of(order.labels()));
        }
        ActiveMQBuffer body = message.getBodyBuffer();
        body.writeInt(order.metadata().length);
        body.writeBytes(order.metadata());
        body.writeBytes(order.body());
    }

    static String orderId(ICoreMessage message) {
        return String.valueOf(message.getStringProperty(ORDER));
    }

    /** Metadata and body. */
    static byte[][] parts(ICoreMessage message) {
        ActiveMQBuffer buffer = message.getBodyBuffer();
        buffer.resetReaderIndex();
        byte[] metadata = new byte[buffer.readInt()];
        buffer.readBytes(metadata);
        byte[] body = new byte[buffer.readableBytes()];
        buffer.readBytes(body);
        return new byte[][] {metadata, body};
    }
}
