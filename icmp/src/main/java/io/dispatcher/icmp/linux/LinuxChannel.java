package io.dispatcher.icmp.linux;

import com.sun.jna.Native;
import io.dispatcher.icmp.network.Arrivals;
import io.dispatcher.icmp.network.EchoChannel;
import io.dispatcher.icmp.network.SendResult;
import io.dispatcher.icmp.packet.Failure;
import io.dispatcher.icmp.packet.Family;
import io.dispatcher.icmp.packet.IcmpDecoder;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A datagram or raw socket and what it receives. */
final class LinuxChannel implements EchoChannel {
    /** Then the others have their turn. */
    private static final int BATCHES_A_TURN = 64;
    /** Errors of earlier requests that a send may be told about before it is told about itself. */
    private static final int SEND_ATTEMPTS = 4;

    private static final int ORIGIN_LOCAL = 1;

    private final Family family;
    private final boolean raw;
    private final int identifier;
    private final LinuxNetwork network;
    private final Arrivals arrivals;
    private final Block target = new Block(SocketAddress.MAX_LENGTH);
    private int targetLength;
    private int hopLimit = DEFAULT_HOP_LIMIT;
    private boolean closed;

    final int fd;

    LinuxChannel(LinuxNetwork network, Family family, boolean raw, int fd, int identifier, Arrivals arrivals) {
        this.network = network;
        this.family = family;
        this.raw = raw;
        this.fd = fd;
        this.identifier = identifier;
        this.arrivals = arrivals;
    }

    boolean raw() {
        return raw;
    }

    @Override
    public int identifier() {
        return identifier;
    }

    /** Raw IPv4 sockets get messages before the kernel's ICMP has looked at them. */
    @Override
    public boolean unverified() {
        return raw && family == Family.V4;
    }

    @Override
    public ByteBuffer outgoing() {
        return network.outgoing.wire;
    }

    @Override
    public void address(InetAddress to, int hops) {
        targetLength = SocketAddress.write(target.host, 0, to);
        if (hops != hopLimit) {
            limitHops(hops);
        }
    }

    @Override
    public SendResult send(int length) {
        int errno = 0;
        for (int attempt = 0; attempt < SEND_ATTEMPTS; attempt++) {
            if (Libc.sendto(fd, network.outgoing.address, length, Constants.MSG_DONTWAIT, target.address, targetLength)
                    >= 0) {
                return SendResult.SENT;
            }
            errno = Native.getLastError();
            if (errno == Errno.EAGAIN || errno == Errno.ENOBUFS || errno == Errno.ENOMEM) {
                return SendResult.BUSY;
            }
            // It may be about an earlier request: that is told in its place, and this one tried again.
            drainErrors();
        }
        return new SendResult.Failed(failure(errno, 0));
    }

    private void limitHops(int hops) {
        int level = family == Family.V4 ? Constants.SOL_IP : Constants.SOL_IPV6;
        int option = family == Family.V4 ? Constants.IP_TTL : Constants.IPV6_UNICAST_HOPS;
        // -1 gives the choice back to the kernel, which takes it for both.
        if (SocketOptions.set(fd, level, option, hops)) {
            hopLimit = hops;
        }
    }

    /** Hands over what has come. */
    void receive(boolean errors) {
        if (errors) {
            drainErrors();
        }
        for (int turn = 0; turn < BATCHES_A_TURN && !closed; turn++) {
            int count = network.batch.receive(fd, 0);
            for (int i = 0; i < count && !closed; i++) {
                message(i);
            }
            if (count >= 0 && count < ReceiveBatch.MESSAGES) {
                return;
            }
        }
    }

    private void message(int i) {
        InetAddress from = network.batch.read(i);
        ByteBuffer message = network.batch.message(i);
        if (from == null || network.batch.truncated(i) || (unverified() && !IcmpDecoder.skipIpv4Header(message))) {
            return;
        }
        Control control = network.batch.control;
        arrivals.message(from, control.local, control.hopLimit, control.stamp, message);
    }

    private void drainErrors() {
        for (int turn = 0; turn < BATCHES_A_TURN && !closed; turn++) {
            int count = network.errors.receive(fd, Constants.MSG_ERRQUEUE);
            for (int i = 0; i < count; i++) {
                error(i);
            }
            if (count < ReceiveBatch.MESSAGES) {
                return;
            }
        }
    }

    private void error(int i) {
        InetAddress destination = network.errors.read(i);
        Control control = network.errors.control;
        int sequence = IcmpDecoder.quotedSequence(family, network.errors.message(i));
        if (destination == null || sequence < 0 || control.errorNumber == 0) {
            return;
        }
        boolean local = control.errorOrigin <= ORIGIN_LOCAL;
        Failure failure = local
                ? failure(control.errorNumber, control.errorInfo)
                : Failure.of(family, control.errorType, control.errorCode, control.errorInfo);
        @Nullable InetAddress reporter = local ? null : control.reporter;
        arrivals.undelivered(failure, destination, sequence, reporter);
    }

    /** What the kernel of this machine says itself. */
    private static Failure failure(int errno, long mtu) {
        Failure.Kind kind =
                switch (errno) {
                    case Errno.EMSGSIZE -> Failure.Kind.PACKET_TOO_BIG;
                    case Errno.ENETUNREACH, Errno.EHOSTUNREACH, Errno.ENETDOWN, Errno.EHOSTDOWN ->
                        Failure.Kind.UNREACHABLE;
                    default -> Failure.Kind.OTHER;
                };
        return new Failure(kind, Errno.text(errno) + (mtu > 0 ? ", MTU " + mtu : ""));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            network.closed(this);
        }
    }
}
