package io.dispatcher.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Carries a plan out. One thread with non-blocking sockets drives all connections, so that it takes little of the cores it may share with what it loads.
 */
public final class LoadRun {
    /** What is under way at the end is waited for so long; then it came to nothing. */
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int BUFFER = 256 * 1024;
    private static final long TOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final LoadPlan plan;
    private final LoadResult result = new LoadResult();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final List<LoadConnection> connections = new ArrayList<>();
    private long begun;
    private long sent;
    private int turn;

    private LoadRun(LoadPlan plan) {
        this.plan = plan;
    }

    /**
     * Loads, and waits a bounded time for the last answers.
     *
     * @param progress told now and then, with figures of so far
     * @throws IOException if nobody listens there
     */
    public static LoadResult of(LoadPlan plan, Consumer<LoadResult> progress) throws IOException {
        return new LoadRun(plan).run(progress);
    }

    private LoadResult run(Consumer<LoadResult> progress) throws IOException {
        InetSocketAddress address = new InetSocketAddress(
                InetAddress.getByName(plan.uri().getHost().replaceAll("[\\[\\]]", "")), plan.port());
        new java.net.Socket(address.getAddress(), address.getPort()).close();
        try (Selector selector = Selector.open();
                SlowClients slow = SlowClients.open(plan, address)) {
            for (int i = 0; i < plan.connections(); i++) {
                connections.add(new LoadConnection(plan, address, selector, result));
            }
            begun = System.nanoTime();
            loop(selector, slow, progress);
            connections.forEach(connection -> connection.abandon("no answer"));
        }
        return result;
    }

    private void loop(Selector selector, SlowClients slow, Consumer<LoadResult> progress) throws IOException {
        long end = begun + plan.duration().toNanos();
        long told = begun;
        for (long now = begun; now - end < 0 || waiting() && now - end < DRAIN_NANOS; now = System.nanoTime()) {
            if (now - end < 0) {
                send(now);
                slow.tick(now);
            }
            selector.select(this::advance, plan.rate() > 0 && now - end < 0 ? 1 : 10);
            if (now - told >= TOLD_NANOS) {
                told = now;
                result.lasted((now - begun) / 1e9);
                progress.accept(result);
            }
        }
        long due = due(end);
        if (plan.rate() > 0 && due > sent) {
            result.error("not sent in time", due - sent);
        }
        result.lasted(Math.max(plan.duration().toNanos(), Math.min(System.nanoTime(), end) - begun) / 1e9);
    }

    private void advance(SelectionKey key) {
        ((LoadConnection) key.attachment()).advance(buffer);
    }

    /** How many requests are due by then, with a rate. */
    private long due(long now) {
        return (long) ((now - begun) / 1e9 * plan.rate());
    }

    private void send(long now) {
        if (plan.rate() <= 0) {
            for (LoadConnection connection : connections) {
                while (connection.room(now)) {
                    connection.send(System.nanoTime());
                    sent++;
                }
            }
            return;
        }
        long due = due(now);
        int full = 0;
        while (sent < due && full < connections.size()) {
            LoadConnection connection = connections.get(turn);
            turn = (turn + 1) % connections.size();
            if (connection.room(now)) {
                connection.send(begun + (long) (sent / plan.rate() * 1e9));
                sent++;
                full = 0;
            } else {
                full++;
            }
        }
    }

    private boolean waiting() {
        return connections.stream().anyMatch(LoadConnection::waiting);
    }
}
