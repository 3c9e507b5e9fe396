package io.dispatcher.dispatch.jms;

import org.apache.activemq.artemis.api.core.ICoreMessage;

/** A message about an order, as {@link io.dispatcher.dispatch.QueuedOrder#note} wrote it. */
public record StoredNote(String orderId, byte[] metadata, byte[] body) {
    public static StoredNote read(ICoreMessage message) {
        byte[][] parts = OrderMessages.parts(message);
        return new StoredNote(OrderMessages.orderId(message), parts[0], parts[2]);
    }
}
