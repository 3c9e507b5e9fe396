package io.dispatcher.load;

import io.dispatcher.protocol.http.ResponseParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection with its requests under way; opened anew when it ended, at most ten times a second. For one thread. */
final class LoadConnection {
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final InetSocketAddress address;
    private final Selector selector;
    private final byte[] request;
    private final boolean keepAlive;
    private final int depth;
    private final LoadResult result;
    private final ResponseParser parser = new ResponseParser();
    /** When each request under way was due. */
    private final ArrayDeque<Long> due = new ArrayDeque<>();

    private final ByteBuffer out;
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private long notBefore;

    LoadConnection(LoadPlan plan, InetSocketAddress address, Selector selector, LoadResult result) {
        this.address = address;
        this.selector = selector;
        this.request = plan.request();
        this.keepAlive = plan.keepAlive();
        this.depth = plan.keepAlive() ? plan.pipelineDepth() : 1;
        this.out = ByteBuffer.allocate(request.length * depth).limit(0);
        this.result = result;
        this.notBefore = System.nanoTime();
    }

    boolean waiting() {
        return !due.isEmpty();
    }

    /** Whether another request can be sent now. */
    boolean room(long now) {
        return due.size() < depth && (channel != null || now - notBefore >= 0);
    }

    /** Sends one that is, or was, due then. */
    void send(long dueNanos) {
        try {
            if (channel == null) {
                open();
            }
            due.add(dueNanos);
            out.compact().put(request).flip();
            write();
        } catch (IOException e) {
            fail("connect", e);
        }
    }

    private void open() throws IOException {
        parser.reset();
        out.position(0).limit(0);
        SocketChannel fresh = SocketChannel.open();
        channel = fresh;
        fresh.configureBlocking(false);
        fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
        boolean connected = fresh.connect(address);
        key = fresh.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
    }

    /** Does what the selector says can be done. */
    void advance(ByteBuffer buffer) {
        SelectionKey ready = key;
        SocketChannel open = channel;
        if (ready == null || open == null || !ready.isValid()) {
            return;
        }
        String doing = "connect";
        try {
            if (ready.isConnectable()) {
                open.finishConnect();
                ready.interestOps(SelectionKey.OP_READ);
                write();
            }
            doing = "write";
            if (ready.isValid() && ready.isWritable()) {
                write();
            }
            doing = "read";
            if (ready.isValid() && ready.isReadable()) {
                read(open, buffer);
            }
        } catch (IOException e) {
            fail(doing, e);
        }
    }

    private void write() throws IOException {
        if (channel == null || key == null || !channel.isConnected()) {
            return;
        }
        channel.write(out);
        key.interestOps(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    private void read(SocketChannel open, ByteBuffer buffer) throws IOException {
        buffer.clear();
        int count = open.read(buffer);
        buffer.flip();
        if (count < 0) {
            if (waiting()) {
                throw new IOException("closed without an answer");
            }
            close();
            return;
        }
        while (buffer.hasRemaining()) {
            if (!waiting()) {
                throw new IOException("bytes nobody asked for");
            }
            if (parser.feed(buffer) && answered()) {
                return;
            }
        }
    }

    /** @return whether the connection has ended with it */
    private boolean answered() {
        result.answered(parser.status(), System.nanoTime() - due.remove(), parser.bodySize());
        boolean last = parser.closing() || !keepAlive;
        parser.reset();
        if (last) {
            abandon("closed before it was answered");
        }
        return last;
    }

    private void fail(String doing, IOException e) {
        notBefore = System.nanoTime() + AGAIN_NANOS;
        abandon(doing + ": " + e.getMessage());
    }

    /** Ends the connection; what is under way comes to nothing. */
    void abandon(String why) {
        if (!due.isEmpty()) {
            result.error(why, due.size());
        }
        due.clear();
        close();
    }

    void close() {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            result.error("close", 1);
        }
        channel = null;
    }
}
