/**
 * The agent channel's wire: frames, their records and their binary codec.
 *
 * <p>Versioned as WebSocket subprotocol {@value io.dispatcher.protocol.Frame#SUBPROTOCOL}. Depends on Jackson CBOR only; knows neither
 * Jakarta EE nor any feature. Out of scope: sockets, threads, what a frame means to a feature.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.protocol;
