package io.dispatcher.icmp;

import io.dispatcher.icmp.network.EchoChannel;
import io.dispatcher.icmp.network.EchoNetwork;
import io.dispatcher.icmp.network.SendResult;
import io.dispatcher.icmp.network.TimeSource;
import io.dispatcher.icmp.packet.EchoRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All pings of an engine, on one thread: who has a turn when, over which socket, and who waits for what. */
final class Prober {
    /** Then the answers have their turn, so that they do not pile up in the sockets. */
    private static final int TURNS_AT_ONCE = 64;
    /** When a socket had no room. */
    private static final long BUSY_PAUSE_NANOS = 1_000_000;

    private static final long LONGEST_WAIT_NANOS = 3_600_000_000_000L;

    /** A ping's place: who gets its messages out and in. */
    private record Place(Outlet outlet, Target target, int reservation) {}

    private final EchoNetwork network;
    private final TimeSource time;
    private final RandomGenerator random;
    private final ArrivalClock clock;
    private final TreeSet<Ping> schedule = new TreeSet<>();
    private final Map<Ping, Place> places = new HashMap<>();
    private final Map<Outlet.Key, Outlet> outlets = new HashMap<>();

    Prober(EchoNetwork network, TimeSource time, RandomGenerator random) {
        this.network = network;
        this.time = time;
        this.random = random;
        this.clock = new ArrivalClock(time);
    }

    void begin(Ping ping) {
        Outlet.Key key = Outlet.Key.of(ping.request());
        try {
            Outlet outlet = outlets.get(key);
            if (outlet == null) {
                outlet = new Outlet(
                        key,
                        clock,
                        random,
                        time.nanoTime(),
                        arrivals -> network.open(key.family(), key.source(), arrivals));
                outlets.put(key, outlet);
            }
            int reservation = (int) Ping.reservation(ping.request());
            Target target = outlet.join(ping.request().target(), reservation);
            if (target == null) {
                ping.fail("too many pings of this address at once");
                return;
            }
            places.put(ping, new Place(outlet, target, reservation));
            ping.begin(time.nanoTime());
            schedule.add(ping);
        } catch (IOException e) {
            ping.fail(String.valueOf(e.getMessage()));
        }
    }

    /** To be called when a ping has ended, however it did. */
    void release(Ping ping) {
        schedule.remove(ping);
        Place place = places.remove(ping);
        if (place != null) {
            place.outlet.leave(place.target, place.reservation);
            if (place.outlet.unused()) {
                outlets.remove(place.outlet.key);
                place.outlet.channel.close();
            }
        }
    }

    boolean idle() {
        return places.isEmpty();
    }

    /** Gives their turns to pings that are due, and their answers to all. */
    void run(boolean wait) throws IOException {
        clock.read();
        for (int turn = 0; turn < TURNS_AT_ONCE; turn++) {
            Ping first = dueAt(time.nanoTime());
            if (first == null) {
                break;
            }
            schedule.remove(first);
            first.turn(time.nanoTime(), this::send);
            if (!first.ended()) {
                schedule.add(first);
            }
        }
        network.poll(wait ? untilNextTurn() : 0);
    }

    private @Nullable Ping dueAt(long now) {
        return schedule.isEmpty() || schedule.first().due() - now > 0 ? null : schedule.first();
    }

    private long untilNextTurn() {
        return schedule.isEmpty()
                ? LONGEST_WAIT_NANOS
                : Math.max(0, Math.min(LONGEST_WAIT_NANOS, schedule.first().due() - time.nanoTime()));
    }

    private long send(Ping ping, Probe probe) {
        Place place = places.get(ping);
        if (place == null) {
            throw new IllegalStateException("a ping without a place");
        }
        Outlet outlet = place.outlet;
        probe.sentAt = time.nanoTime();
        if (outlet.busyUntil - probe.sentAt > 0) {
            ping.notTaken(probe);
            return outlet.busyUntil;
        }
        SendResult result = transmit(ping.request(), place, probe);
        if (result instanceof SendResult.Busy) {
            place.target.takeBack();
            ping.notTaken(probe);
            outlet.busyUntil = probe.sentAt + BUSY_PAUSE_NANOS;
            return outlet.busyUntil;
        }
        ping.taken(probe);
        if (result instanceof SendResult.Failed failed) {
            ping.undelivered(probe, failed.failure(), null);
        }
        return probe.sentAt;
    }

    private SendResult transmit(PingRequest request, Place place, Probe probe) {
        EchoChannel channel = place.outlet.channel;
        int sequence = place.target.add(probe);
        EchoRequest echo = new EchoRequest(channel.identifier(), sequence, place.target.cookie, request.size());
        int length = echo.encode(place.outlet.key.family(), channel.outgoing());
        Integer hopLimit = request.hopLimit();
        int hops = hopLimit == null ? EchoChannel.DEFAULT_HOP_LIMIT : hopLimit;
        channel.address(request.target(), hops);
        probe.sentAt = time.nanoTime();
        return channel.send(length);
    }

    /** Ends all pings; if something went wrong, with an error. */
    void endAll(@Nullable String error) {
        for (Ping ping : List.copyOf(places.keySet())) {
            if (error != null) {
                ping.fail(error);
            }
            ping.end();
        }
    }
}
