/**
 * Who calls and what they may do: tokens, roles, the caller of a request.
 *
 * <p>May use {@code config} and {@code database}; {@link io.dispatcher.security.TokenFile} uses the JDK alone, because the launcher runs it
 * while the server is down. Out of scope: HTTP headers and filters (web), egress policy (dispatch).
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.security;
