package io.dispatcher.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * An order as it lies in a queue.
 *
 * @param metadata encoded {@link io.dispatcher.protocol.WorkOrder}
 * @param ticket what another life or node needs to go on with it; empty: only this one knows it
 * @param durable stored by the broker before it counts as sent
 * @param pinned only this queue's agent may have it
 * @param labels canonical label text for the unassigned queue's selector
 * @param timeToLiveMs from now; 0: for ever
 * @param priority 0 to 9
 * @param death null if it is no dead letter
 */
public record QueuedOrder(
        String orderId,
        byte[] metadata,
        byte[] ticket,
        byte[] body,
        boolean durable,
        boolean pinned,
        @Nullable String labels,
        long timeToLiveMs,
        int priority,
        @Nullable Death death) {

    /** Why it is a dead letter, and the queue it came from. */
    public record Death(String reason, String from) {}

    private static final byte[] NOTHING = new byte[0];

    /** A message about the order that is for one of our own consumers: stored, without end. */
    public static QueuedOrder note(String orderId, byte[] metadata, byte[] body) {
        return new QueuedOrder(orderId, metadata, NOTHING, body, true, false, null, 0, 4, null);
    }

    /** The same of one that is of use for a while only, and not worth storing. */
    static QueuedOrder passing(String orderId, byte[] metadata, byte[] body, long timeToLiveMs) {
        return new QueuedOrder(orderId, metadata, NOTHING, body, false, false, null, timeToLiveMs, 4, null);
    }

    /** The order in a message that nobody understands. */
    static QueuedOrder dead(OrderQueue.Delivery order, Death death) {
        return new QueuedOrder(
                order.orderId(), order.metadata(), order.ticket(), order.body(), true, false, null, 0, 4, death);
    }
}
