package io.dispatcher.icmp.linux;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** {@code sockaddr_in} and {@code sockaddr_in6}, in buffers of the machine's byte order. */
final class SocketAddress {
    static final int MAX_LENGTH = 28;
    private static final int V4_LENGTH = 16;
    private static final int PORT = 2;
    private static final int V4_ADDRESS = 4;
    private static final int V6_ADDRESS = 8;
    private static final int V6_SCOPE = 24;

    private SocketAddress() {}

    /** Writes it and returns its length. Port and flow stay 0. */
    static int write(ByteBuffer out, int at, InetAddress address) {
        if (address instanceof Inet4Address) {
            out.putShort(at, (short) Constants.AF_INET);
            out.putShort(at + PORT, (short) 0);
            out.put(at + V4_ADDRESS, address.getAddress());
            return V4_LENGTH;
        }
        out.putShort(at, (short) Constants.AF_INET6);
        out.putShort(at + PORT, (short) 0);
        out.put(at + V6_ADDRESS, address.getAddress());
        out.putInt(at + V6_SCOPE, ((Inet6Address) address).getScopeId());
        return MAX_LENGTH;
    }

    /** The port, which is where datagram sockets keep their identifier. */
    static int port(ByteBuffer in, int at) {
        return (in.get(at + PORT) & 0xFF) << 8 | (in.get(at + PORT + 1) & 0xFF);
    }

    /** Null if there is none of these families. */
    static @Nullable InetAddress read(ByteBuffer in, int at) {
        int family = in.getShort(at);
        if (family == Constants.AF_INET) {
            return address(in, at + V4_ADDRESS, 4, 0);
        }
        return family == Constants.AF_INET6 ? address(in, at + V6_ADDRESS, 16, in.getInt(at + V6_SCOPE)) : null;
    }

    static InetAddress address(ByteBuffer in, int at, int length, int scope) {
        byte[] bytes = new byte[length];
        in.get(at, bytes);
        try {
            return scope == 0 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, scope);
        } catch (UnknownHostException e) {
            throw new AssertionError("addresses of 4 and 16 bytes exist", e);
        }
    }
}
