/**
 * The port between the ping engine and a network: the kernel's sockets, or a simulated one that keeps virtual time.
 *
 * <p>Allowed dependencies: {@code packet}. Everything but {@link io.dispatcher.icmp.network.EchoNetwork#wakeUp} belongs to one thread.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.icmp.network;
