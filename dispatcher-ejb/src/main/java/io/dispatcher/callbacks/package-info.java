/**
 * Tells the receivers of durable requests' answers: signed (Standard Webhooks), again until they take it or time is over, at least once. May use
 * {@code requests} (what is told), {@code config}, {@code database} (the secret), {@code messaging}, the egress policy of {@code protocol}. Out of
 * scope: when a request has ended.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.callbacks;
