package io.dispatcher.protocol;

/**
 * An order an agent has begun at some time and not yet been released from.
 *
 * @param running true: this instance still works on it, a reply will come; false and not finished: an earlier instance had begun it and
 *     died, its outcome is unknown
 * @param finished a reply is kept and will be sent again after WELCOME
 */
public record KnownOrder(String orderId, boolean running, boolean finished) {}
