/** The agents' channel as a WebSocket: bytes in, bytes out; what they mean is the session's. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.agents.ws;
