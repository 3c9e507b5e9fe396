package io.dispatcher.work;

import io.dispatcher.protocol.WorkReply;
import java.nio.ByteBuffer;

/** Where a {@link WorkHandler} puts what became of an order. */
@FunctionalInterface
public interface Answer {
    /**
     * The order is over.
     *
     * @param body the response body, empty with a failure; not changed afterwards
     */
    void done(WorkReply reply, ByteBuffer body);
}
