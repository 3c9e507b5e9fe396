package io.dispatcher.icmp.packet;

import io.dispatcher.icmp.packet.IcmpMessage.EchoReply;
import io.dispatcher.icmp.packet.IcmpMessage.Undelivered;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes received messages apart. Null means: nothing for a pinger, or broken. Big-endian buffers only; position and limit stay. */
public final class IcmpDecoder {
    private static final int V4_HEADER = 20;
    private static final int V6_HEADER = 40;
    private static final int ICMP = 1;
    private static final int ICMP6 = 58;
    private static final int FRAGMENT = 44;
    private static final int FRAGMENT_HEADER = 8;

    private IcmpDecoder() {}

    /**
     * A message from its ICMP header on.
     *
     * @param verify whether to check the checksum; raw IPv4 sockets get messages that nobody has checked, all others do not
     */
    public static @Nullable IcmpMessage decode(Family family, ByteBuffer in, boolean verify) {
        int at = in.position();
        int size = in.remaining();
        if (size < EchoRequest.HEADER || (verify && Checksum.of(in, at, in.limit()) != 0)) {
            return null;
        }
        int type = in.get(at) & 0xFF;
        int code = in.get(at + 1) & 0xFF;
        if (type == family.echoReply) {
            return code == 0 ? echoReply(in, at, size) : null;
        }
        if (!Failure.reports(family, type)) {
            return null;
        }
        long mtu = family == Family.V4 ? in.getShort(at + 6) & 0xFFFF : in.getInt(at + 4) & 0xFFFF_FFFFL;
        Failure failure = Failure.of(family, type, code, mtu);
        int quoted = at + EchoRequest.HEADER;
        return family == Family.V4 ? quotedV4(in, quoted, failure) : quotedV6(in, quoted, failure);
    }

    /** The sequence of an echo request that an error queue quotes from its ICMP header on; -1: it is none. */
    public static int quotedSequence(Family family, ByteBuffer in) {
        int at = in.position();
        return in.remaining() < EchoRequest.HEADER || (in.get(at) & 0xFF) != family.echoRequest
                ? -1
                : in.getShort(at + 6) & 0xFFFF;
    }

    /** Moves the position of a raw IPv4 packet to its ICMP header; false if there is none. */
    public static boolean skipIpv4Header(ByteBuffer packet) {
        int header = ipv4Header(packet, packet.position());
        if (header < 0) {
            return false;
        }
        packet.position(packet.position() + header);
        return true;
    }

    private static EchoReply echoReply(ByteBuffer in, int at, int size) {
        long cookie = 0;
        int there = Math.min(size - EchoRequest.HEADER, EchoRequest.COOKIE);
        for (int i = 0; i < there; i++) {
            cookie |= (in.get(at + EchoRequest.HEADER + i) & 0xFFL) << (Long.SIZE - Byte.SIZE * (i + 1));
        }
        return new EchoReply(in.getShort(at + 4) & 0xFFFF, in.getShort(at + 6) & 0xFFFF, cookie, size);
    }

    private static @Nullable Undelivered quotedV4(ByteBuffer in, int at, Failure failure) {
        int header = ipv4Header(in, at);
        return header < 0 ? null : undelivered(Family.V4, in, at + 16, 4, at + header, failure);
    }

    private static @Nullable Undelivered quotedV6(ByteBuffer in, int at, Failure failure) {
        if (in.limit() - at < V6_HEADER || (in.get(at) & 0xF0) != 0x60) {
            return null;
        }
        int next = in.get(at + 6) & 0xFF;
        int echo = at + V6_HEADER;
        if (next == FRAGMENT && in.limit() - echo >= FRAGMENT_HEADER && (in.getShort(echo + 2) & 0xFFF8) == 0) {
            next = in.get(echo) & 0xFF;
            echo += FRAGMENT_HEADER;
        }
        return next == ICMP6 ? undelivered(Family.V6, in, at + 24, 16, echo, failure) : null;
    }

    /** Length of the header of a first or only fragment with ICMP in it; -1: it is something else. */
    private static int ipv4Header(ByteBuffer in, int at) {
        if (in.limit() - at < V4_HEADER || (in.get(at) & 0xF0) != 0x40) {
            return -1;
        }
        int header = (in.get(at) & 0x0F) * 4;
        boolean first = (in.getShort(at + 6) & 0x1FFF) == 0;
        boolean icmp = (in.get(at + 9) & 0xFF) == ICMP;
        return header >= V4_HEADER && header <= in.limit() - at && first && icmp ? header : -1;
    }

    private static @Nullable Undelivered undelivered(
            Family family, ByteBuffer in, int address, int addressLength, int echo, Failure failure) {
        if (in.limit() - echo < EchoRequest.HEADER || (in.get(echo) & 0xFF) != family.echoRequest) {
            return null;
        }
        byte[] destination = new byte[addressLength];
        in.get(address, destination);
        try {
            return new Undelivered(
                    failure,
                    InetAddress.getByAddress(destination),
                    in.getShort(echo + 4) & 0xFFFF,
                    in.getShort(echo + 6) & 0xFFFF);
        } catch (UnknownHostException e) {
            throw new AssertionError("addresses of 4 and 16 bytes exist", e);
        }
    }
}
