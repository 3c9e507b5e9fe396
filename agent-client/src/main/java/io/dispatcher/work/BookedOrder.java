package io.dispatcher.work;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One order in the {@link OrderBook}; every access under the book's lock. */
final class BookedOrder {
    static final int NO_STREAM = 0;

    final String orderId;
    /** The stream of the present session, {@link #NO_STREAM} if it came in an earlier one. */
    int stream;

    boolean cancelled;

    @Nullable
    RunningWork work;
    /** The encoded reply, null until the order is over. */
    byte @Nullable [] reply;

    ByteBuffer body = ByteBuffer.allocate(0);

    BookedOrder(String orderId, int stream) {
        this.orderId = orderId;
        this.stream = stream;
    }

    boolean finished() {
        return reply != null;
    }

    int keptBytes() {
        return (reply == null ? 0 : reply.length) + body.remaining();
    }
}
