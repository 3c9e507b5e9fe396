/**
 * Pings: echo requests in a rhythm, and what came back, told as it happens.
 *
 * <p>One {@link io.dispatcher.icmp.PingEngine} a process, with one thread over all its sockets. A {@link io.dispatcher.icmp.PingRequest} becomes
 * a stream of {@link io.dispatcher.icmp.PingEvent}s that ends in exactly one {@link io.dispatcher.icmp.PingEvent.Summary}. What is bounded by
 * {@link io.dispatcher.icmp.PingLimits} is refused at the door, never dropped on the way.
 *
 * <p>Allowed dependencies: {@code network} and {@code packet}; {@code linux} only in {@code PingEngine}; HdrHistogram. Everything but the
 * socket runs on virtual time in tests. Out of scope: names and their resolution, egress policy, agents, JSON.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.icmp;
