package io.dispatcher.icmp;

import io.dispatcher.icmp.network.Arrivals;
import io.dispatcher.icmp.network.EchoChannel;
import io.dispatcher.icmp.packet.EchoRequest;
import io.dispatcher.icmp.packet.Failure;
import io.dispatcher.icmp.packet.Family;
import io.dispatcher.icmp.packet.IcmpDecoder;
import io.dispatcher.icmp.packet.IcmpMessage;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A socket with the targets it pings: finds the probe that an arrival is about. What is about none is not for us and ignored. */
final class Outlet implements Arrivals {
    /**
     * Pings with the same key share a socket.
     *
     * @param scope of a link-local target, else 0: by the address alone two links' targets are the same
     */
    record Key(Family family, @Nullable InetAddress source, int scope) {
        static Key of(PingRequest request) {
            int scope = request.target() instanceof Inet6Address address ? address.getScopeId() : 0;
            return new Key(Family.of(request.target()), request.source(), scope);
        }
    }

    /** Opens the socket whose arrivals it is given. */
    interface Opener {
        EchoChannel open(Arrivals arrivals) throws IOException;
    }

    final Key key;
    final EchoChannel channel;
    /** Until when the socket has no room. */
    long busyUntil;

    private final ArrivalClock clock;
    private final RandomGenerator random;
    private final Map<Long, Target> byCookie = new HashMap<>();
    private final Map<InetAddress, Target> byAddress = new HashMap<>();

    Outlet(Key key, ArrivalClock clock, RandomGenerator random, long now, Opener opener) throws IOException {
        this.key = key;
        this.clock = clock;
        this.random = random;
        this.busyUntil = now;
        this.channel = opener.open(this);
    }

    /** The target of one more ping; null if the address is pinged by so many that sequence numbers would not do. */
    @Nullable
    Target join(InetAddress address, int reservation) {
        Target known = byAddress.get(address);
        if (known != null && known.reserved + reservation > Target.MAX_WINDOW) {
            return null;
        }
        Target target = known != null ? known : add(address);
        target.pings++;
        target.reserved += reservation;
        return target;
    }

    private Target add(InetAddress address) {
        long cookie;
        do {
            cookie = random.nextLong();
        } while (byCookie.containsKey(cookie));
        Target target = new Target(address, cookie, random.nextInt(1 << 16));
        byCookie.put(cookie, target);
        byAddress.put(address, target);
        return target;
    }

    void leave(Target target, int reservation) {
        target.reserved -= reservation;
        if (--target.pings == 0) {
            byCookie.remove(target.cookie);
            byAddress.remove(target.address);
        }
    }

    boolean unused() {
        return byCookie.isEmpty();
    }

    @Override
    public void message(InetAddress from, @Nullable InetAddress local, int hopLimit, long stamp, ByteBuffer message) {
        clock.read();
        IcmpMessage decoded = IcmpDecoder.decode(key.family(), message, channel.unverified());
        if (decoded instanceof IcmpMessage.EchoReply reply && reply.identifier() == channel.identifier()) {
            Probe probe = probe(from, reply);
            if (probe != null) {
                long arrivedAt = clock.arrivedAt(stamp, probe.sentAt);
                probe.ping.answered(
                        probe, new Answer(arrivedAt, clock.wallAt(arrivedAt), from, local, hopLimit, reply.size()));
            }
        } else if (decoded instanceof IcmpMessage.Undelivered error && error.identifier() == channel.identifier()) {
            undelivered(error.failure(), error.destination(), error.sequence(), from);
        }
    }

    /** By the cookie, whoever answers; a request too small for one is only answered by its target. */
    private @Nullable Probe probe(InetAddress from, IcmpMessage.EchoReply reply) {
        if (reply.payload() >= EchoRequest.COOKIE) {
            Target target = byCookie.get(reply.cookie());
            return target == null ? null : target.find(reply.sequence());
        }
        Target target = byAddress.get(from);
        Probe probe = target == null ? null : target.find(reply.sequence());
        boolean whole = probe != null && probe.ping.request().size() == reply.payload();
        return target != null && whole && EchoRequest.prefix(target.cookie, reply.payload()) == reply.cookie()
                ? probe
                : null;
    }

    @Override
    public void undelivered(Failure failure, InetAddress destination, int sequence, @Nullable InetAddress reporter) {
        Target target = byAddress.get(destination);
        Probe probe = target == null ? null : target.find(sequence);
        if (probe != null) {
            probe.ping.undelivered(probe, failure, reporter);
        }
    }
}
