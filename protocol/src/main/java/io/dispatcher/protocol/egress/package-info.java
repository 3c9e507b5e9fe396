/**
 * Which addresses a requester may reach: one policy for agents (before they connect) and nodes (before they dispatch).
 *
 * <p>Pure: no sockets, no name resolution; CIDR arithmetic by {@code com.github.seancfoley:ipaddress}. Out of scope: resolving names, what
 * an agent's own {@code --upstream} may be.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.protocol.egress;
