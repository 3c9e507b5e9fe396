/**
 * Durable requests: their ids, idempotency keys, state and answers, from acceptance to the end of their retention. May use {@code dispatch},
 * {@code history} (to keep their records), {@code config}, {@code database}, {@code messaging}. Out of scope: how a request is executed, and
 * the channels it comes by.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.requests;
