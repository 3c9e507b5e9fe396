/**
 * Requests to named targets, each on the way its target says: by the coordinator itself, out of an agent's address, or through a tunnel. May use
 * {@code targets}, {@code dispatch}, {@code direct}. Out of scope: what the answer is good for.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.proxy;
