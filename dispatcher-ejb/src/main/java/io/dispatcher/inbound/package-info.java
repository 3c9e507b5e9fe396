/**
 * Requests that came to the coordinator's own target routes, as records of the history: what a lab's user sent, to look at and to send again.
 *
 * <p>May use {@code dispatch} (records and who listens to them) and {@code protocol}. Out of scope: mocks (they tell more), the API and tunnels (they have records
 * of their own).
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.inbound;
