package io.dispatcher.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * An order as it lies in a queue.
 *
 * @param metadata encoded {@link io.dispatcher.protocol.WorkOrder}
 * @param pinned only this queue's agent may have it
 * @param labels canonical label text for the unassigned queue's selector
 * @param timeToLiveMs from now; the broker's own backstop, later than the dispatcher's deadline
 * @param priority 0 to 9
 */
public record QueuedOrder(
        String orderId,
        byte[] metadata,
        byte[] body,
        boolean pinned,
        @Nullable String labels,
        long timeToLiveMs,
        int priority) {}
