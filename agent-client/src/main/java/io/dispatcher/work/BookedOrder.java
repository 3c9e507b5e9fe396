package io.dispatcher.work;

import org.jspecify.annotations.Nullable;

/** One order in the {@link OrderBook}; every access under the book's lock. */
final class BookedOrder {
    static final int NO_STREAM = 0;

    final String orderId;
    final int slot;
    /** The stream of the present session, {@link #NO_STREAM} if it came in an earlier one. */
    int stream;
    /** Begun by an instance that died, or its reply was given up: nobody knows the outcome. */
    boolean lost;
    /** Taken back: no reply, though the work may still be ending. */
    boolean cancelled;

    @Nullable
    RunningWork work;
    /** The encoded reply, null until the order is over. */
    byte @Nullable [] reply;

    ReplyBody body = ReplyBody.EMPTY;

    /** Our own id of an order for an upstream, null for any other. */
    @Nullable
    String upstreamReqId;

    BookedOrder(String orderId, int slot) {
        this.orderId = orderId;
        this.slot = slot;
    }

    boolean finished() {
        return reply != null;
    }

    boolean running() {
        return reply == null && !lost;
    }
}
