package io.dispatcher.work;

import io.dispatcher.protocol.WorkReply;

/** Where a {@link WorkHandler} puts what became of an order. */
@FunctionalInterface
public interface Answer {
    /** The answer is on its way to the node by itself; {@link #done} follows at its end. Only once, and not for orders without streams. */
    default void answering() {}

    /**
     * The order is over.
     *
     * @param body the response body, empty with a failure; released by the receiver
     */
    void done(WorkReply reply, ReplyBody body);
}
