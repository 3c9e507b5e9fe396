/**
 * Named places to send requests to: where they are, what every request to them carries, and how it gets there. Secrets among the headers are sealed before they
 * are stored. May use {@code dispatch} (JSON, failures), {@code history} (what is secret), {@code config}, {@code database}. Out of scope: sending anything.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.targets;
