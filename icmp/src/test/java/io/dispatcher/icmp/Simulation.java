package io.dispatcher.icmp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Pings over a {@link SimulatedNetwork}, on virtual time, without a thread. */
final class Simulation {
    static final InetAddress TARGET = address("192.0.2.1");
    static final InetAddress TARGET6 = address("2001:db8::1");
    static final InetAddress ROUTER = address("198.51.100.7");

    final SimulatedNetwork network;
    final Prober prober;
    private long ids;

    Simulation(SimulatedNetwork.Fate fate) {
        network = new SimulatedNetwork(fate);
        prober = new Prober(network, network, new Random(4));
    }

    /** What a ping told. */
    final class Heard implements PingListener {
        final List<PingEvent> events = new ArrayList<>();
        Ping ping;

        @Override
        public void onEvent(PingEvent event) {
            events.add(event);
        }

        PingEvent.Summary summary() {
            return (PingEvent.Summary) events.get(events.size() - 1);
        }

        <T extends PingEvent> List<T> all(Class<T> kind) {
            return events.stream().filter(kind::isInstance).map(kind::cast).toList();
        }
    }

    Heard begin(PingRequest request) {
        Heard heard = new Heard();
        heard.ping = begin(request, heard);
        return heard;
    }

    Ping begin(PingRequest request, PingListener listener) {
        Ping ping = new Ping(++ids, request, listener, prober::release);
        prober.begin(ping);
        return ping;
    }

    /** Until all pings have ended. */
    Simulation run() {
        for (int turn = 0; !prober.idle(); turn++) {
            if (turn > 5_000_000) {
                throw new AssertionError("pings do not end");
            }
            turn();
        }
        return this;
    }

    void runFor(Duration time) {
        long end = network.nanoTime() + time.toNanos();
        while (network.nanoTime() < end) {
            turn();
        }
    }

    private void turn() {
        try {
            prober.run(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every 100 ms, 1 s to answer. */
    static PingRequest times(int count) {
        return request(TARGET, count, 0, 56);
    }

    static PingRequest request(InetAddress target, int count, int retries, int size) {
        return new PingRequest(target, null, Duration.ofMillis(100), count, Duration.ofSeconds(1), retries, size);
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
