package io.dispatcher.icmp.packet;

import java.net.Inet4Address;
import java.net.InetAddress;

/** ICMP or ICMPv6: the same two messages under different numbers. */
public enum Family {
    V4(8, 0),
    V6(128, 129);

    final int echoRequest;
    final int echoReply;

    Family(int echoRequest, int echoReply) {
        this.echoRequest = echoRequest;
        this.echoReply = echoReply;
    }

    public static Family of(InetAddress address) {
        return address instanceof Inet4Address ? V4 : V6;
    }
}
