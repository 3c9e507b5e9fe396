/**
 * ICMP sockets of Linux on x86-64 and aarch64, by JNA's direct mapping.
 *
 * <p>The only place with native code: calls, constants and structure layouts of the C library, which are the same on both machines. Allowed
 * dependencies: {@code network}, {@code packet}, JNA. Out of scope: which message belongs to which ping.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.icmp.linux;
