package io.dispatcher.work;

import io.dispatcher.protocol.WorkOrder;
import java.nio.ByteBuffer;

/** Does orders of one kind. Thread-safe. */
public interface WorkHandler {
    /**
     * Begins an order; returns without waiting for anything.
     *
     * @param body the order's body, not changed by anyone
     * @param answer to be called exactly once, also after {@link RunningWork#cancel()}; from any thread, even before this returns
     */
    RunningWork begin(WorkOrder order, ByteBuffer body, Answer answer);
}
