/**
 * Upstreams: passes what comes through a tunnel on to a service this agent can reach, and its answer back. Bodies up to 64 KiB go with order and
 * reply; larger or open-ended ones over connections of their own to the node (docs/adr/0010).
 *
 * <p>May use {@code work}, {@code connection} (where the node is) and {@code tls}. Out of scope: the agent channel, egress requests ({@code http}).
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.tunnel;
