package io.dispatcher.benchmarks.load;

import io.dispatcher.protocol.http.ResponseParser;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * One keep-alive connection with at most one request under way. A connection that fails is opened anew; one that cannot be
 * opened stays down until the next window, so that a dead peer gives few errors instead of a busy loop. Not thread-safe.
 */
final class LoadConnection {
    private final HttpExchange exchange;
    private final Selector selector;
    private final ByteBuffer request;
    private final ResponseParser parser = new ResponseParser();
    private SocketChannel channel;
    private SelectionKey key;
    private boolean waiting;
    private long sentNanos;

    LoadConnection(HttpExchange exchange, Selector selector) throws IOException {
        this.exchange = exchange;
        this.selector = selector;
        this.request = ByteBuffer.allocateDirect(exchange.request().length).put(exchange.request());
        this.channel = SocketChannel.open(exchange.address());
        this.key = register();
    }

    private SelectionKey register() throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        return channel.register(selector, SelectionKey.OP_READ, this);
    }

    boolean waiting() {
        return waiting;
    }

    /** Sends the request; the answer is then waited for. */
    void send(Tally tally) {
        if (!channel.isOpen() && !reopen(tally)) {
            return;
        }
        parser.reset();
        if (exchange.serial() != null) {
            exchange.serial().write(request);
        }
        request.clear();
        waiting = true;
        sentNanos = System.nanoTime();
        write(tally);
    }

    /** Writes what is left of the request. */
    void write(Tally tally) {
        try {
            channel.write(request);
            key.interestOps(
                    request.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        } catch (IOException e) {
            fail("write: " + e.getMessage(), tally);
        }
    }

    /**
     * Reads what has come.
     *
     * @return whether this connection may send again
     */
    boolean read(ByteBuffer buffer, Tally tally) {
        try {
            buffer.clear();
            int count = channel.read(buffer);
            buffer.flip();
            if (count < 0) {
                return closedByPeer(tally);
            }
            if (count == 0) {
                return false;
            }
            if (!waiting) {
                throw new IOException("bytes after the response");
            }
            return parser.feed(buffer) && completed(tally);
        } catch (IOException e) {
            return fail("read: " + e.getMessage(), tally);
        }
    }

    private boolean completed(Tally tally) {
        waiting = false;
        String fault = exchange.fault(parser);
        if (fault == null) {
            tally.completed(sentNanos);
        } else {
            tally.error(fault);
        }
        if (parser.closing()) {
            close();
        }
        return true;
    }

    private boolean closedByPeer(Tally tally) {
        if (!waiting) {
            close();
            return false;
        }
        return fail(parser.begun() ? "closed in the middle of a response" : "closed without a response", tally);
    }

    private boolean fail(String what, Tally tally) {
        tally.error(what);
        waiting = false;
        close();
        return reopen(tally);
    }

    private boolean reopen(Tally tally) {
        try {
            channel = SocketChannel.open(exchange.address());
            key = register();
            return true;
        } catch (IOException e) {
            tally.error("connect: " + e.getMessage());
            return false;
        }
    }

    /** Ends a request that is still under way, as an error. */
    void abandon(Tally tally) {
        if (waiting) {
            tally.error("no answer");
            waiting = false;
            close();
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
