package io.dispatcher.protocol.egress;

import java.net.InetAddress;

/** An address and a TCP port. */
public record Endpoint(InetAddress address, int port) {}
