/**
 * The WebSocket hop alone: a servlet on Payara Micro, one WebSocket, an answering client in another JVM; no pipeline, no broker,
 * no target. Allowed dependencies: the Jakarta servlet and WebSocket APIs; the client also load. Out of scope: everything
 * that is not the hop. The classes of the server are packed into a WAR when the peer starts.
 */
@NullMarked
package io.dispatcher.benchmarks.hops.websocket;

import org.jspecify.annotations.NullMarked;
