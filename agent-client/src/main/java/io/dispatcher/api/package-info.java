/**
 * The coordinator's HTTP API as a client sees it: one call in, JSON or a problem out.
 *
 * <p>Purpose: what every command that speaks to a coordinator needs. Allowed dependencies: the JDK and Jackson. Out of
 * scope: what the answers mean, how they are shown, the agents' WebSocket channel.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.api;
