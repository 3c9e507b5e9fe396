package io.dispatcher.work;

import io.dispatcher.protocol.WorkReply;
import org.jspecify.annotations.Nullable;

/** Where a {@link WorkHandler} puts what became of an order. */
@FunctionalInterface
public interface Answer {
    /** This agent's id of an order for an upstream, acknowledged with it; null for any other. */
    default @Nullable String upstreamReqId() {
        return null;
    }

    /** The answer is on its way to the node by itself; {@link #done} follows at its end. Only once, and not for orders without streams. */
    default void answering() {}

    /**
     * The order is over.
     *
     * @param body the response body, empty with a failure; released by the receiver
     */
    void done(WorkReply reply, ReplyBody body);
}
