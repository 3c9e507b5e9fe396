/**
 * Done again: a request of the history is dispatched once more, from the same place or another, and what differs is told.
 *
 * <p>May use {@code history} (read), {@code dispatch} and {@code protocol}. Out of scope: HTTP rendering, keeping the new record (history does).
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.replay;
