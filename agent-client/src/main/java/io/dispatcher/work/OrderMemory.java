package io.dispatcher.work;

import java.io.IOException;
import java.util.List;

/** Where the book notes what must survive the process (ARCHITECTURE D2). Not thread-safe: called under the book's lock. */
interface OrderMemory {
    /** No slot: the order could not be noted. */
    int NO_SLOT = -1;

    /** What was noted by instances before this one, oldest first. */
    List<RememberedOrder> remembered();

    /** Notes that an order is begun; {@link #NO_SLOT} when every slot is taken. */
    int begin(String orderId);

    /** Keeps the reply, if there is room for it; else the order stays noted as begun. */
    void finish(int slot, byte[] reply, ReplyBody body) throws IOException;

    /** Notes that the order's reply was given up, its id not. */
    void loseReply(int slot);

    /** Frees a slot. */
    void forget(int slot);
}
