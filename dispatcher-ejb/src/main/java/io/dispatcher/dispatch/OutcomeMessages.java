package io.dispatcher.dispatch;

import java.util.UUID;

/** Writes the outcome of a durable dispatch as the message its reader in the broker understands. Thread-safe. */
public interface OutcomeMessages {
    /** Called when the dispatch has ended, again for each try to store it. */
    QueuedOrder outcome(DispatchTicket ticket, DispatchRecord story);

    /** An id for an order that may lie in a queue for any node; UUIDv7. */
    UUID mint();

    /** Whether {@link #mint} made this id, at whatever node: no other is looked for in the queues. */
    boolean minted(String orderId);
}
