package io.dispatcher.tunnel;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.SerializedInvoker;
import org.jspecify.annotations.Nullable;

/**
 * An upstream's answer: gathered at first, and if that is not soon the whole of it, the source of a stream to the node. Reads no further than it is
 * asked to. Thread-safe by its own monitor.
 */
final class AnswerBody implements Content.Source {
    private final Content.Source source;
    private final int most;
    private final Listener listener;
    private final SerializedInvoker invoker = new SerializedInvoker();
    private final Deque<Content.Chunk> gathered = new ArrayDeque<>();
    private @Nullable ByteBuffer prefix;
    private int size;
    private boolean last;
    private boolean handedOver;
    /** The source was asked to say when there is more. */
    private boolean asked;

    private @Nullable Runnable waiting;
    private long passed;

    /** What became of gathering; told once. */
    interface Listener {
        /** All of it is here. */
        void whole(byte[] body);

        /** More than may be gathered. */
        void tooLong();

        void broken(Throwable cause);
    }

    AnswerBody(Content.Source source, int most, Listener listener) {
        this.source = source;
        this.most = most;
        this.listener = listener;
    }

    void gather() {
        while (true) {
            Content.Chunk chunk;
            byte[] whole = null;
            boolean tooLong = false;
            synchronized (this) {
                if (handedOver || last) {
                    return;
                }
                chunk = source.read();
                if (chunk == null) {
                    asked = true;
                } else if (!Content.Chunk.isFailure(chunk)) {
                    gathered.add(chunk);
                    size += chunk.remaining();
                    last = chunk.isLast();
                    tooLong = size > most;
                    whole = last && !tooLong ? drain() : null;
                }
            }
            if (chunk == null) {
                source.demand(this::available);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                listener.broken(chunk.getFailure());
                return;
            }
            if (whole != null) {
                listener.whole(whole);
                return;
            }
            if (tooLong) {
                listener.tooLong();
                return;
            }
        }
    }

    private byte[] drain() {
        byte[] bytes = new byte[size];
        ByteBuffer into = ByteBuffer.wrap(bytes);
        for (Content.Chunk chunk = gathered.poll(); chunk != null; chunk = gathered.poll()) {
            into.put(chunk.getByteBuffer());
            chunk.release();
        }
        return bytes;
    }

    private void available() {
        Runnable next;
        synchronized (this) {
            asked = false;
            next = waiting;
            waiting = null;
        }
        if (next != null) {
            invoker.run(next);
        } else {
            gather();
        }
    }

    /**
     * From now on somebody else reads.
     *
     * @param first goes before it
     * @return false if it is whole already
     */
    synchronized boolean handOver(ByteBuffer first) {
        if (handedOver || (last && gathered.isEmpty())) {
            return false;
        }
        handedOver = true;
        prefix = first;
        return true;
    }

    /** Bytes of the answer that were read by whoever it was handed to. */
    synchronized long passed() {
        return passed;
    }

    @Override
    public synchronized Content.@Nullable Chunk read() {
        ByteBuffer first = prefix;
        if (first != null) {
            prefix = null;
            return Content.Chunk.from(first, false);
        }
        Content.Chunk chunk = gathered.poll();
        if (chunk == null) {
            if (last) {
                return Content.Chunk.EOF;
            }
            chunk = asked ? null : source.read();
        }
        if (chunk != null) {
            passed += chunk.remaining();
            last |= chunk.isLast();
        }
        return chunk;
    }

    @Override
    public void demand(Runnable more) {
        boolean ask = false;
        synchronized (this) {
            if (prefix == null && gathered.isEmpty() && !last) {
                waiting = more;
                if (asked) {
                    return;
                }
                asked = true;
                ask = true;
            }
        }
        if (ask) {
            source.demand(this::available);
        } else {
            invoker.run(more);
        }
    }

    @Override
    public void fail(Throwable cause) {
        source.fail(cause);
    }

    /** Lets go of what nobody read. */
    synchronized void release() {
        gathered.forEach(Content.Chunk::release);
        gathered.clear();
    }
}
