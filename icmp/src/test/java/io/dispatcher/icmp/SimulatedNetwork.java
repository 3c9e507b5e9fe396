package io.dispatcher.icmp;

import io.dispatcher.icmp.network.Arrivals;
import io.dispatcher.icmp.network.EchoChannel;
import io.dispatcher.icmp.network.EchoNetwork;
import io.dispatcher.icmp.network.SendResult;
import io.dispatcher.icmp.network.TimeSource;
import io.dispatcher.icmp.packet.Family;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A network with virtual time. What happens to a request is up to its {@link Fate}; messages are real ones. */
final class SimulatedNetwork implements EchoNetwork, TimeSource {
    /** Decides what becomes of a request; {@code number} counts all requests from 1. */
    interface Fate {
        void of(Request request, int number);
    }

    private record Event(long at, long order, Runnable action) {}

    static final long MILLI = 1_000_000;
    static final int HOP_LIMIT = 57;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    final List<Channel> open = new ArrayList<>();
    final List<Long> sentAt = new ArrayList<>();
    Fate fate;
    /** Added to what the kernel does not know: from a message's arrival until it is read. */
    long readLag;
    /** How often the next sends find no room. */
    int busy;

    private long now = -5 * MILLI;
    private long wallOffset = 1_700_000_000_000_000_000L;
    private long order;
    private int requests;
    private int nextIdentifier = 65_530;

    SimulatedNetwork(Fate fate) {
        this.fate = fate;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public long wallNanos() {
        return now + wallOffset;
    }

    /** Somebody sets the clock. */
    void stepWallClock(long nanos) {
        wallOffset += nanos;
    }

    void at(long delay, Runnable action) {
        events.add(new Event(now + delay, order++, action));
    }

    @Override
    public EchoChannel open(Family family, @Nullable InetAddress source, Arrivals arrivals) throws IOException {
        if (source != null && source.getHostAddress().equals("192.0.2.99")) {
            throw new IOException("cannot send from 192.0.2.99: no such address on this machine");
        }
        Channel channel = new Channel(family, source, arrivals, nextIdentifier++ & 0xFFFF);
        open.add(channel);
        return channel;
    }

    @Override
    public void poll(long nanos) {
        Event next = events.peek();
        if (next == null || next.at > now + nanos) {
            now += nanos;
            return;
        }
        now = Math.max(now, next.at);
        while (next != null && next.at <= now) {
            events.poll().action.run();
            next = events.peek();
        }
    }

    @Override
    public void wakeUp() {}

    @Override
    public void close() {}

    final class Channel implements EchoChannel {
        final Family family;
        final @Nullable InetAddress source;
        final Arrivals arrivals;
        private final int identifier;
        private final ByteBuffer outgoing = ByteBuffer.allocate(65_536);
        private InetAddress target;
        int hopLimit;

        Channel(Family family, @Nullable InetAddress source, Arrivals arrivals, int identifier) {
            this.family = family;
            this.source = source;
            this.arrivals = arrivals;
            this.identifier = identifier;
        }

        @Override
        public int identifier() {
            return identifier;
        }

        @Override
        public boolean unverified() {
            return family == Family.V4;
        }

        @Override
        public ByteBuffer outgoing() {
            return outgoing;
        }

        @Override
        public void address(InetAddress target, int hopLimit) {
            this.target = target;
            this.hopLimit = hopLimit;
        }

        @Override
        public SendResult send(int length) {
            if (busy > 0) {
                busy--;
                return SendResult.BUSY;
            }
            byte[] message = new byte[length];
            outgoing.get(0, message);
            sentAt.add(now);
            Request request = new Request(this, target, message);
            fate.of(request, ++requests);
            return request.result;
        }

        @Override
        public void close() {
            open.remove(this);
        }
    }

    /** An echo request on its way. */
    final class Request {
        final Channel channel;
        final InetAddress target;
        final byte[] message;
        SendResult result = SendResult.SENT;

        Request(Channel channel, InetAddress target, byte[] message) {
            this.channel = channel;
            this.target = target;
            this.message = message;
        }

        int sequence() {
            return ByteBuffer.wrap(message).getShort(6) & 0xFFFF;
        }

        void answer(long delay) {
            answer(delay, target, message);
        }

        /** An echo reply with what the request held. */
        void answer(long delay, InetAddress from, byte[] echoed) {
            ByteBuffer reply = ByteBuffer.allocate(echoed.length).put(echoed).flip();
            if (channel.family == Family.V4) {
                reply.put(0, (byte) 0);
                // From type 8 to type 0, the sum rises by 0x0800.
                int sum = (reply.getShort(2) & 0xFFFF) + 0x0800;
                reply.putShort(2, (short) ((sum & 0xFFFF) + (sum >>> 16)));
            } else {
                reply.put(0, (byte) 129);
            }
            deliver(delay, from, reply);
        }

        void deliver(long delay, InetAddress from, ByteBuffer bytes) {
            at(delay, () -> {
                long stamp = wallNanos();
                now += readLag;
                if (open.contains(channel)) {
                    channel.arrivals.message(from, channel.source, HOP_LIMIT, stamp, bytes);
                }
            });
        }
    }
}
