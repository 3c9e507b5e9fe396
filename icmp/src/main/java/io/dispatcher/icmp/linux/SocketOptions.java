package io.dispatcher.icmp.linux;

import io.dispatcher.icmp.packet.Family;

/** What is set on each socket. */
final class SocketOptions {
    /** Room for some thousand answers that come at once; a small packet takes about 0.8 KiB of it. */
    private static final int BUFFER_BYTES = 8 << 20;

    private SocketOptions() {}

    /** Asks the kernel to say beside each message when, where and over how many hops it came; what it cannot do is unknown then. */
    static void describeMessages(int fd, Family family) {
        set(fd, Constants.SOL_SOCKET, Constants.SO_TIMESTAMPNS, 1);
        if (family == Family.V4) {
            set(fd, Constants.SOL_IP, Constants.IP_RECVTTL, 1);
            set(fd, Constants.SOL_IP, Constants.IP_PKTINFO, 1);
        } else {
            set(fd, Constants.SOL_IPV6, Constants.IPV6_V6ONLY, 1);
            set(fd, Constants.SOL_IPV6, Constants.IPV6_RECVHOPLIMIT, 1);
            set(fd, Constants.SOL_IPV6, Constants.IPV6_RECVPKTINFO, 1);
        }
    }

    /** Larger buffers: beyond the system's limit where we may, else up to it. */
    static void enlargeBuffers(int fd) {
        if (!set(fd, Constants.SOL_SOCKET, Constants.SO_RCVBUFFORCE, BUFFER_BYTES)) {
            set(fd, Constants.SOL_SOCKET, Constants.SO_RCVBUF, BUFFER_BYTES);
        }
        if (!set(fd, Constants.SOL_SOCKET, Constants.SO_SNDBUFFORCE, BUFFER_BYTES)) {
            set(fd, Constants.SOL_SOCKET, Constants.SO_SNDBUF, BUFFER_BYTES);
        }
    }

    /** Datagram sockets are told about errors by their error queue. */
    static void queueErrors(int fd, Family family) {
        if (family == Family.V4) {
            set(fd, Constants.SOL_IP, Constants.IP_RECVERR, 1);
        } else {
            set(fd, Constants.SOL_IPV6, Constants.IPV6_RECVERR, 1);
        }
    }

    /** Raw sockets hear everything: only answers and errors, please. */
    static void filter(int fd, Family family) {
        if (family == Family.V4) {
            int answers = 1 << 0 | 1 << 3 | 1 << 11 | 1 << 12;
            set(fd, Constants.SOL_RAW, Constants.ICMP_FILTER, ~answers);
            return;
        }
        Block blocked = new Block(32);
        for (int type = 0; type < 256; type++) {
            boolean answer = (type >= 1 && type <= 4) || type == 129;
            int word = type / 32 * 4;
            if (!answer) {
                blocked.host.putInt(word, blocked.host.getInt(word) | 1 << (type % 32));
            }
        }
        Libc.setsockopt(fd, Constants.SOL_ICMPV6, Constants.ICMP6_FILTER, blocked.address, 32);
    }

    static boolean set(int fd, int level, int option, int value) {
        Block number = new Block(4);
        number.host.putInt(0, value);
        return Libc.setsockopt(fd, level, option, number.address, 4) == 0;
    }
}
