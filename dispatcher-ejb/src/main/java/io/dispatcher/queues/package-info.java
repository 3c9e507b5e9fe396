/**
 * What lies in the broker, for people: queues, dead letters and expired work; dead letters can be sent back to where they came from, or discarded.
 * May use {@code dispatch} (to read orders), {@code messaging}. Out of scope: what becomes of a message in its own queue.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.queues;
