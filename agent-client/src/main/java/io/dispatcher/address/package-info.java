/**
 * The addresses this agent can send from: detected, configured, of a routed prefix, or the default route's.
 *
 * <p>May use {@code protocol}. Out of scope: choosing one for a request, telling the node.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.address;
