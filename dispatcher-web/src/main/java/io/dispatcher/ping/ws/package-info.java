/** The events of ping tasks over WebSocket. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.ping.ws;
