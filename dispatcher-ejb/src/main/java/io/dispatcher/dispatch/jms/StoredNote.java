package io.dispatcher.dispatch.jms;

import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;

/** An order, or a message about one as {@link io.dispatcher.dispatch.QueuedOrder#note} wrote it, out of the broker. */
public record StoredNote(String orderId, byte[] metadata, byte[] ticket, byte[] body) {
    /** True of what may be read. */
    public static boolean isOne(ICoreMessage message) {
        return message.getType() == Message.BYTES_TYPE && message.containsProperty(OrderMessages.ORDER);
    }

    /** @throws IndexOutOfBoundsException if it is none after all */
    public static StoredNote read(ICoreMessage message) {
        byte[][] parts = OrderMessages.parts(message);
        return new StoredNote(OrderMessages.orderId(message), parts[0], parts[1], parts[2]);
    }
}
