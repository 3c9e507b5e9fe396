/**
 * The coordinator's own door to tunnels, {@code /t/{upstream}/…}, and the streams over which agents fetch and bring bodies (docs/adr/0010).
 *
 * <p>May use {@code tunnel}, {@code dispatch}, {@code agents} and {@code web}.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.tunnel.rest;
