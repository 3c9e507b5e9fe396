/**
 * A node's ping orders done: names to addresses, the egress policy on each of them, the engine, and results in batches.
 *
 * <p>May use {@code icmp} and the wire records with their egress policy. Out of scope: sockets and their frames, who asks.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.icmp.work;
