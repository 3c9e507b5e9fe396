package io.dispatcher.dispatch;

/** Writes the outcome of a durable dispatch as the message its reader in the broker understands. Thread-safe. */
public interface OutcomeMessages {
    /** Called when the dispatch has ended, again for each try to store it. */
    QueuedOrder outcome(DispatchTicket ticket, DispatchRecord story);

    /** Whether an order with this id can be durable: no other is looked for in the queues. */
    boolean durable(String orderId);
}
