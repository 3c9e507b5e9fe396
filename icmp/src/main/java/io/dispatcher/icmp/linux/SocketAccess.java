package io.dispatcher.icmp.linux;

import com.sun.jna.Native;
import io.dispatcher.icmp.network.Arrivals;
import io.dispatcher.icmp.packet.Family;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Which sockets this process may have, found out by making one of each.
 *
 * @param v4 for ICMP
 * @param v6 for ICMPv6
 */
public record SocketAccess(Mode v4, Mode v6) {
    /** The first that works is taken. */
    public enum Mode {
        /** Unprivileged; the kernel sorts out whose answer it is. */
        DATAGRAM,
        /** With CAP_NET_RAW; hears all ICMP of the machine. */
        RAW,
        /** Neither is permitted. */
        DENIED,
        /** This machine does not have the family. */
        ABSENT
    }

    private static final String FIX =
            "no permission for ICMP sockets: allow them with 'sysctl -w net.ipv4.ping_group_range=\"0 2147483647\"'"
                    + " (it holds for IPv6 too), or give the process CAP_NET_RAW";

    static SocketAccess probe() {
        return new SocketAccess(probe(Family.V4), probe(Family.V6));
    }

    /** Whether pings of the family work; else {@link #problem} says why. */
    public boolean usable(Family family) {
        return mode(family) == Mode.DATAGRAM || mode(family) == Mode.RAW;
    }

    /** What is wrong and what helps, for a family that is not usable. */
    public String problem(Family family) {
        return mode(family) == Mode.ABSENT
                ? "IP" + family.name().toLowerCase(Locale.ROOT) + " is off on this machine"
                : FIX;
    }

    private Mode mode(Family family) {
        return family == Family.V4 ? v4 : v6;
    }

    private static Mode probe(Family family) {
        for (Mode mode : new Mode[] {Mode.DATAGRAM, Mode.RAW}) {
            int fd = socket(family, mode);
            if (fd >= 0) {
                Libc.close(fd);
                return mode;
            }
            if (fd == -Errno.EAFNOSUPPORT) {
                return Mode.ABSENT;
            }
        }
        return Mode.DENIED;
    }

    private static int socket(Family family, Mode mode) {
        int type = mode == Mode.RAW ? Constants.SOCK_RAW : Constants.SOCK_DGRAM;
        int fd = Libc.socket(
                family == Family.V4 ? Constants.AF_INET : Constants.AF_INET6,
                type | Constants.SOCK_NONBLOCK | Constants.SOCK_CLOEXEC,
                family == Family.V4 ? Constants.IPPROTO_ICMP : Constants.IPPROTO_ICMPV6);
        return fd >= 0 ? fd : -Native.getLastError();
    }

    LinuxChannel open(LinuxNetwork network, Family family, @Nullable InetAddress source, Arrivals arrivals)
            throws IOException {
        if (!usable(family)) {
            throw new IOException(problem(family));
        }
        boolean raw = mode(family) == Mode.RAW;
        int fd = socket(family, mode(family));
        if (fd < 0) {
            throw new IOException("cannot make an ICMP socket: " + Errno.text(-fd));
        }
        try {
            SocketOptions.describeMessages(fd, family);
            SocketOptions.enlargeBuffers(fd);
            int identifier = bind(fd, family, source);
            if (raw) {
                identifier = ThreadLocalRandom.current().nextInt(1 << 16);
                SocketOptions.filter(fd, family);
                OwnAnswers.only(fd, family, identifier);
            } else {
                SocketOptions.queueErrors(fd, family);
            }
            return new LinuxChannel(network, family, raw, fd, identifier, arrivals);
        } catch (IOException | RuntimeException e) {
            Libc.close(fd);
            throw e;
        }
    }

    /** Binds also without a source: that gives a datagram socket its identifier, which is returned. */
    private static int bind(int fd, Family family, @Nullable InetAddress source) throws IOException {
        Block address = new Block(SocketAddress.MAX_LENGTH);
        InetAddress any = SocketAddress.address(address.host, 0, family == Family.V4 ? 4 : 16, 0);
        int length = SocketAddress.write(address.host, 0, source == null ? any : source);
        if (Libc.bind(fd, address.address, length) != 0) {
            int errno = Native.getLastError();
            throw new IOException("cannot send from " + (source == null ? "any address" : source.getHostAddress())
                    + ": " + Errno.text(errno));
        }
        Block size = new Block(4);
        size.host.putInt(0, SocketAddress.MAX_LENGTH);
        if (Libc.getsockname(fd, address.address, size.address) != 0) {
            throw new IOException("cannot read a socket's name: " + Errno.text(Native.getLastError()));
        }
        return SocketAddress.port(address.host, 0);
    }
}
