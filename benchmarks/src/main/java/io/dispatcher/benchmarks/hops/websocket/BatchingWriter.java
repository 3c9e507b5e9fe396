package io.dispatcher.benchmarks.hops.websocket;

import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes frames from many threads to one session: whoever finds nobody writing writes all that is pending as one message. The
 * cost of a message in the container, which is high, is thereby shared by all frames that came while the last was written.
 */
final class BatchingWriter {
    private static final int BATCH_BYTES = 256 * 1024;

    private final Session session;
    private final Queue<ByteBuffer> pending = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean writing = new AtomicBoolean();

    BatchingWriter(Session session) {
        this.session = session;
    }

    void send(ByteBuffer frame) throws IOException {
        pending.add(frame);
        while (!pending.isEmpty() && writing.compareAndSet(false, true)) {
            try {
                drain();
            } finally {
                writing.set(false);
            }
        }
    }

    private void drain() throws IOException {
        for (ByteBuffer first = pending.poll(); first != null; first = pending.poll()) {
            session.getBasicRemote().sendBinary(batch(first));
        }
    }

    private ByteBuffer batch(ByteBuffer first) {
        ByteBuffer next = pending.peek();
        if (next == null || first.remaining() + next.remaining() > BATCH_BYTES) {
            return first;
        }
        ByteBuffer batch = ByteBuffer.allocate(BATCH_BYTES).put(first);
        while (next != null && next.remaining() <= batch.remaining()) {
            batch.put(pending.remove());
            next = pending.peek();
        }
        return batch.flip();
    }
}
