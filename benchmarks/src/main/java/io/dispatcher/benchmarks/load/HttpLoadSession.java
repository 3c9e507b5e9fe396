package io.dispatcher.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A closed loop over keep-alive connections: each sends its next request as soon as its answer is complete. One thread with
 * non-blocking sockets drives all, so that the generator takes as little as it can of the cores that the peers share with it.
 */
public final class HttpLoadSession implements LoadSession {
    /** How long answers to requests of the window are awaited after it; what is then missing is an error. */
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private static final int READ_BUFFER_BYTES = 256 * 1024;

    private final Selector selector;
    private final List<LoadConnection> connections = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BUFFER_BYTES);

    /** Opens the connections. */
    public HttpLoadSession(HttpExchange exchange, int count) throws IOException {
        selector = Selector.open();
        try {
            for (int i = 0; i < count; i++) {
                connections.add(new LoadConnection(exchange, selector));
            }
        } catch (IOException e) {
            close();
            throw new IOException("cannot connect to " + exchange.address() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public LoadResult run(Duration window) throws IOException {
        long end = System.nanoTime() + window.toNanos();
        Tally tally = new Tally(end);
        connections.forEach(connection -> connection.send(tally));
        while (anyWaiting()) {
            long left = end + DRAIN.toNanos() - System.nanoTime();
            if (left <= 0) {
                break;
            }
            selector.select(Math.max(1, left / 1_000_000));
            for (SelectionKey key : selector.selectedKeys()) {
                advance((LoadConnection) key.attachment(), key, tally);
            }
            selector.selectedKeys().clear();
        }
        connections.forEach(connection -> connection.abandon(tally));
        return tally.result(window);
    }

    private void advance(LoadConnection connection, SelectionKey key, Tally tally) {
        boolean answered = key.isValid() && key.isReadable() && connection.read(buffer, tally);
        if (answered && !tally.over()) {
            connection.send(tally);
        } else if (key.isValid() && key.isWritable()) {
            connection.write(tally);
        }
    }

    private boolean anyWaiting() {
        for (LoadConnection connection : connections) {
            if (connection.waiting()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        connections.forEach(LoadConnection::close);
        try {
            selector.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
