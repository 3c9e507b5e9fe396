package io.dispatcher.protocol;

/**
 * A node accepts an agent.
 *
 * @param node the node's name
 * @param heartbeatMs each side sends a HEARTBEAT this often and takes the other for dead after three times as long
 */
public record Welcome(String node, int heartbeatMs) {}
