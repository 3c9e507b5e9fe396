/**
 * The agent's side of the channel to a coordinator: connect, introduce, keep alive, come back.
 *
 * <p>May use {@code protocol} and {@code work}. Out of scope: what an order means, which addresses there are.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.connection;
