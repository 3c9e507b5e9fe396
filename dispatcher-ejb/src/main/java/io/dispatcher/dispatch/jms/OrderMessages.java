package io.dispatcher.dispatch.jms;

import io.dispatcher.dispatch.QueuedOrder;
import io.dispatcher.messaging.DeadLetter;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** An order as a broker message: properties for selectors, body = metadata and ticket, each after its length (4), then the body. */
public final class OrderMessages {
    static final SimpleString ORDER = SimpleString.of("dispatcher_order");
    static final SimpleString PINNED = SimpleString.of("dispatcher_pinned");
    static final SimpleString LABELS = SimpleString.of("dispatcher_labels");

    private OrderMessages() {}

    /** For a session of the sender's own; not sent yet. */
    public static ClientMessage of(QueuedOrder order, ClientSession session) {
        ClientMessage message = session.createMessage(order.durable());
        write(order, System.currentTimeMillis(), message);
        return message;
    }

    /** Expiry, priority and durability are set on every message: nothing leaks from one to the next. */
    static void write(QueuedOrder order, long nowMillis, ICoreMessage message) {
        message.setType(Message.BYTES_TYPE);
        message.setDurable(order.durable());
        message.setTimestamp(nowMillis);
        message.setExpiration(order.timeToLiveMs() == 0 ? 0 : nowMillis + order.timeToLiveMs());
        message.setPriority((byte) order.priority());
        message.putStringProperty(ORDER, SimpleString.of(order.orderId()));
        message.putBooleanProperty(PINNED, order.pinned());
        if (order.labels() != null) {
            message.putStringProperty(LABELS, SimpleString.of(order.labels()));
        }
        if (order.death() != null) {
            DeadLetter.mark(message, order.death().from(), order.death().reason());
        }
        ActiveMQBuffer body = message.getBodyBuffer();
        body.writeInt(order.metadata().length);
        body.writeBytes(order.metadata());
        body.writeInt(order.ticket().length);
        body.writeBytes(order.ticket());
        body.writeBytes(order.body());
    }

    static String orderId(ICoreMessage message) {
        return String.valueOf(message.getStringProperty(ORDER));
    }

    /**
     * Metadata, ticket and body.
     *
     * @throws IndexOutOfBoundsException if it is no order
     */
    static byte[][] parts(ICoreMessage message) {
        ActiveMQBuffer buffer = message.getBodyBuffer();
        buffer.resetReaderIndex();
        byte[] metadata = next(buffer, buffer.readInt());
        byte[] ticket = next(buffer, buffer.readInt());
        return new byte[][] {metadata, ticket, next(buffer, buffer.readableBytes())};
    }

    private static byte[] next(ActiveMQBuffer buffer, int length) {
        if (length < 0 || length > buffer.readableBytes()) {
            throw new IndexOutOfBoundsException("a part of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        buffer.readBytes(bytes);
        return bytes;
    }
}
