package io.dispatcher.dispatch;

/**
 * What makes a durable request certain once the broker has stored it: its order or, if it has ended already, its outcome.
 *
 * @param receipt to be told exactly once what became of the message
 */
public record PreparedMessage(String queue, QueuedOrder message, OrderQueue.Receipt receipt) {}
