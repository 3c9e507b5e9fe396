package io.dispatcher.icmp.linux;

import static io.dispatcher.icmp.linux.Constants.IPV6_HOPLIMIT;
import static io.dispatcher.icmp.linux.Constants.IPV6_PKTINFO;
import static io.dispatcher.icmp.linux.Constants.IPV6_RECVERR;
import static io.dispatcher.icmp.linux.Constants.IP_PKTINFO;
import static io.dispatcher.icmp.linux.Constants.IP_RECVERR;
import static io.dispatcher.icmp.linux.Constants.IP_TTL;
import static io.dispatcher.icmp.linux.Constants.SOL_IP;
import static io.dispatcher.icmp.linux.Constants.SOL_IPV6;
import static io.dispatcher.icmp.linux.Constants.SOL_SOCKET;
import static io.dispatcher.icmp.linux.Constants.SO_TIMESTAMPNS;

import io.dispatcher.icmp.network.Arrivals;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The control messages of one received message: what the kernel says beside it. Read anew for each; not thread-safe. */
final class Control {
    /** {@code struct cmsghdr}: length with header (8), level (4), type (4). */
    private static final int HEADER = 16;

    private static final int ALIGNMENT = 8;
    private static final int EXTENDED_ERROR = 16;

    int hopLimit;
    long stamp;

    @Nullable
    InetAddress local;

    int errorNumber;
    int errorOrigin;
    int errorType;
    int errorCode;
    long errorInfo;

    @Nullable
    InetAddress reporter;

    void read(ByteBuffer in, int from, int length) {
        hopLimit = Arrivals.UNKNOWN;
        stamp = Arrivals.UNKNOWN;
        errorNumber = 0;
        reporter = null;
        InetAddress before = local;
        local = null;
        int at = from;
        int end = from + length;
        while (at + HEADER <= end) {
            long size = in.getLong(at);
            if (size < HEADER || size > end - at) {
                return;
            }
            one(in, in.getInt(at + 8), in.getInt(at + 12), at + HEADER, before);
            at += (int) (size + ALIGNMENT - 1) & -ALIGNMENT;
        }
    }

    private void one(ByteBuffer in, int level, int type, int at, @Nullable InetAddress before) {
        if (level == SOL_SOCKET && type == SO_TIMESTAMPNS) {
            stamp = in.getLong(at) * 1_000_000_000L + in.getLong(at + 8);
        } else if ((level == SOL_IP && type == IP_TTL) || (level == SOL_IPV6 && type == IPV6_HOPLIMIT)) {
            hopLimit = in.getInt(at);
        } else if (level == SOL_IP && type == IP_PKTINFO) {
            local = sameOr(before, in, at + 8, 4);
        } else if (level == SOL_IPV6 && type == IPV6_PKTINFO) {
            local = sameOr(before, in, at, 16);
        } else if ((level == SOL_IP && type == IP_RECVERR) || (level == SOL_IPV6 && type == IPV6_RECVERR)) {
            error(in, at);
        }
    }

    /** {@code struct sock_extended_err}, with the address of who said so behind it. */
    private void error(ByteBuffer in, int at) {
        errorNumber = in.getInt(at);
        errorOrigin = in.get(at + 4);
        errorType = in.get(at + 5) & 0xFF;
        errorCode = in.get(at + 6) & 0xFF;
        errorInfo = in.getInt(at + 8) & 0xFFFF_FFFFL;
        reporter = SocketAddress.read(in, at + EXTENDED_ERROR);
    }

    /** Nearly all messages come to one address: no new object for each. */
    private static InetAddress sameOr(@Nullable InetAddress before, ByteBuffer in, int at, int length) {
        if (before != null) {
            byte[] known = before.getAddress();
            int same = 0;
            while (same < length && known.length == length && known[same] == in.get(at + same)) {
                same++;
            }
            if (same == length) {
                return before;
            }
        }
        return SocketAddress.address(in, at, length, 0);
    }
}
