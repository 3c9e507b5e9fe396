/**
 * Networks to ping in: namespaces, a link with delay, loss and worse, the engine as a process that can be put into a namespace, and {@code fping}
 * beside it. Needs root, {@code iproute2} and {@code fping}. Used by the tests of this module and by the benchmark.
 */
package io.dispatcher.icmp.lab;
