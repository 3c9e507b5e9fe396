package io.dispatcher.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose ends speak another protocol than HTTP by now: bytes, as they come. It is never idle for too long: how long its ends may be silent is
 * theirs to say. Thread-safe by its own monitor.
 */
final class UpgradedConnection extends AbstractConnection implements Connection.UpgradeTo, Content.Source {
    private static final int BUFFER_BYTES = 16 * 1024;
    /** For an end that was told that nothing more comes. */
    private static final long LINGER_MS = 5_000;

    private final ByteBufferPool buffers;
    private final Scheduler timer;
    private final Consumer<UpgradedConnection> opened;
    private @Nullable ByteBuffer early;
    private @Nullable Runnable waiting;
    private @Nullable Throwable failure;
    private boolean ended;
    private volatile boolean outputBroken;

    /**
     * One that is not in use yet.
     *
     * @param opened told once it is
     */
    UpgradedConnection(EndPoint endPoint, HttpClient client, Consumer<UpgradedConnection> opened) {
        super(endPoint, client.getExecutor());
        this.buffers = client.getByteBufferPool();
        this.timer = client.getScheduler();
        this.opened = opened;
    }

    /** Takes over the connection of an answer 101. */
    static UpgradedConnection of(Result result, HttpClient client) throws IOException {
        if (result.getRequest() instanceof HttpRequest request
                && request.getConversation().getAttribute(EndPoint.class.getName()) instanceof EndPoint endPoint) {
            UpgradedConnection upgraded = new UpgradedConnection(endPoint, client, connection -> {});
            endPoint.upgrade(upgraded);
            return upgraded;
        }
        throw new IOException("the connection did not change its protocol");
    }

    @Override
    public void onUpgradeTo(ByteBuffer read) {
        synchronized (this) {
            early = read != null && read.hasRemaining() ? read : null;
        }
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().setIdleTimeout(0);
        opened.accept(this);
    }

    @Override
    public synchronized Content.@Nullable Chunk read() {
        ByteBuffer first = early;
        if (first != null) {
            early = null;
            return Content.Chunk.from(first, false);
        }
        if (failure != null) {
            return Content.Chunk.from(failure, true);
        }
        if (ended) {
            return Content.Chunk.EOF;
        }
        RetainableByteBuffer buffer = buffers.acquire(BUFFER_BYTES, true);
        try {
            int read = getEndPoint().fill(buffer.getByteBuffer());
            if (read > 0) {
                return Content.Chunk.asChunk(buffer.getByteBuffer(), false, buffer);
            }
            buffer.release();
            ended = read < 0;
            return ended ? Content.Chunk.EOF : null;
        } catch (IOException e) {
            buffer.release();
            failure = e;
            return Content.Chunk.from(e, true);
        }
    }

    @Override
    public void demand(Runnable more) {
        boolean there;
        synchronized (this) {
            there = early != null || failure != null || ended;
            waiting = there ? null : more;
        }
        if (there) {
            getExecutor().execute(more);
        } else {
            fillInterested();
        }
    }

    @Override
    public void onFillable() {
        Runnable next;
        synchronized (this) {
            next = waiting;
            waiting = null;
        }
        if (next != null) {
            next.run();
        }
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        synchronized (this) {
            failure = cause;
        }
        onFillable();
    }

    @Override
    public void fail(Throwable cause) {
        getEndPoint().close(cause);
    }

    /** Whether its end takes nothing more: what it said itself may still be on its way. */
    boolean isOutputBroken() {
        return outputBroken;
    }

    /** Passes on what comes from there. After its end this one is told so, and closed if it does not end too, soon. */
    void take(Content.Source source) {
        Content.Sink sink = (last, bytes, callback) -> getEndPoint()
                .write(false, bytes, Callback.from(callback::succeeded, cause -> {
                    outputBroken = true;
                    callback.failed(cause);
                }));
        Content.copy(source, sink, Callback.from(this::halfClose, cause -> {
            if (!outputBroken) {
                close();
            }
        }));
    }

    private void halfClose() {
        getEndPoint().shutdownOutput();
        if (getEndPoint().isOpen()) {
            timer.schedule(this::close, LINGER_MS, TimeUnit.MILLISECONDS);
        }
    }
}
