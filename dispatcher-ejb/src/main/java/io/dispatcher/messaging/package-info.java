/**
 * This node's one connection with its broker, shared by the features that send and receive. May use {@code config} and the broker's door; knows
 * no message, and no destination but the last one, the dead letters, and the one that orders wait in.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.messaging;
