package io.dispatcher.icmp.packet;

import java.nio.ByteBuffer;

/** The Internet checksum (RFC 1071). */
final class Checksum {
    private Checksum() {}

    /** The value to put into the checksum field, which must hold 0; or 0 for a message whose field is right. Big-endian buffers only. */
    static int of(ByteBuffer message, int from, int to) {
        long sum = 0;
        int at = from;
        for (; at + 4 <= to; at += 4) {
            sum += message.getInt(at) & 0xFFFF_FFFFL;
        }
        if (at + 2 <= to) {
            sum += message.getShort(at) & 0xFFFF;
            at += 2;
        }
        if (at < to) {
            sum += (message.get(at) & 0xFF) << 8;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return (int) (~sum & 0xFFFF);
    }
}
