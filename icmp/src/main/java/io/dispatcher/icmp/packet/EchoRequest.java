package io.dispatcher.icmp.packet;

import java.nio.ByteBuffer;

/**
 * What a ping sends: header, cookie, zeros.
 *
 * @param identifier of the socket, 16 bits; the kernel overwrites it on datagram sockets
 * @param sequence on the wire, 16 bits
 * @param size of the payload; one shorter than a cookie holds the cookie's first bytes
 */
public record EchoRequest(int identifier, int sequence, long cookie, int size) {
    public static final int HEADER = 8;
    /** Bytes of the payload by which an answer is known as ours. */
    public static final int COOKIE = 8;
    /** What fits into an IPv4 datagram. */
    public static final int MAX_SIZE = 65_507;

    /**
     * Writes the message to the start of a big-endian buffer that holds zeros behind header and cookie, and returns its length. The
     * checksum of ICMPv6 is the kernel's work: it covers addresses that only the kernel knows.
     */
    public int encode(Family family, ByteBuffer out) {
        out.putInt(0, family.echoRequest << 24);
        out.putShort(4, (short) identifier);
        out.putShort(6, (short) sequence);
        out.putLong(HEADER, prefix(cookie, size));
        int length = HEADER + size;
        if (family == Family.V4) {
            out.putShort(2, (short) Checksum.of(out, 0, length));
        }
        return length;
    }

    /** The cookie with all but its first {@code bytes} bytes cleared. */
    public static long prefix(long cookie, int bytes) {
        if (bytes >= COOKIE) {
            return cookie;
        }
        return bytes == 0 ? 0 : cookie & (-1L << (Long.SIZE - bytes * Byte.SIZE));
    }
}
