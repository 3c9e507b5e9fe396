/**
 * Who can do the work: agents, their sessions with this node, and the pool of source addresses they bring.
 *
 * <p>May use {@code config}, {@code security} and the wire records. Out of scope: what is done with an agent ({@code dispatch}), how bytes
 * reach it (the web module implements {@link io.dispatcher.agents.AgentChannel}).
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.agents;
