package io.dispatcher.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body from one connection and gives it to another, and lets the one wait for the other: never more than {@value #CAPACITY} bytes lie here.
 * Thread-safe.
 */
final class Pipe implements AsyncEntityProducer {
    /** Also what the client's connections let in before they ask for more. */
    static final int CAPACITY = 256 * 1024;

    private static final int SMALL = 4 * 1024;

    private final @Nullable EntityDetails like;
    private final Runnable broken;
    private byte[] ring = new byte[SMALL];
    private int from;
    private int length;
    /** What the source may send without being asked. */
    private int allowed = CAPACITY;

    private ByteBuffer first = ByteBuffer.allocate(0);
    private boolean ended;
    private List<? extends Header> trailers = List.of();
    private long passed;
    private @Nullable CapacityChannel source;
    private @Nullable DataStreamChannel sink;

    /**
     * @param like length and encoding that the receiver is told; null: not known
     * @param broken told when the receiving connection fails
     */
    Pipe(@Nullable EntityDetails like, Runnable broken) {
        this.like = like;
        this.broken = broken;
    }

    // The side that takes

    void take(ByteBuffer bytes) throws IOException {
        DataStreamChannel wake;
        synchronized (this) {
            allowed -= bytes.remaining();
            if (length + bytes.remaining() > 2 * CAPACITY) {
                throw new IOException("more came than was asked for");
            }
            append(bytes);
            wake = sink;
        }
        if (wake != null) {
            wake.requestOutput();
        }
    }

    void end(@Nullable List<? extends Header> last) {
        DataStreamChannel wake;
        synchronized (this) {
            ended = true;
            trailers = last == null ? List.of() : last;
            wake = sink;
        }
        if (wake != null) {
            wake.requestOutput();
        }
    }

    void capacity(CapacityChannel channel) throws IOException {
        int more;
        synchronized (this) {
            source = channel;
            more = allow();
        }
        if (more > 0) {
            channel.update(more);
        }
    }

    private int allow() {
        int more = source == null ? 0 : CAPACITY - length - allowed;
        // A little at a time would wake the source for every packet.
        if (more < CAPACITY / 4) {
            return 0;
        }
        allowed += more;
        return more;
    }

    private void append(ByteBuffer bytes) {
        int count = bytes.remaining();
        if (length + count > ring.length) {
            grow(length + count);
        }
        int to = (from + length) % ring.length;
        int first = Math.min(count, ring.length - to);
        bytes.get(ring, to, first);
        bytes.get(ring, 0, count - first);
        length += count;
    }

    private void grow(int needed) {
        byte[] larger = new byte[Math.max(needed, Math.min(CAPACITY, ring.length * 4))];
        copy(larger);
        ring = larger;
        from = 0;
    }

    private void copy(byte[] to) {
        int first = Math.min(length, ring.length - from);
        System.arraycopy(ring, from, to, 0, first);
        System.arraycopy(ring, 0, to, first, length - first);
    }

    synchronized int length() {
        return length;
    }

    /** Bytes that went on. */
    synchronized long passed() {
        return passed;
    }

    /** All that lies here, which then goes nowhere else. */
    synchronized byte[] drain() {
        byte[] bytes = new byte[length];
        copy(bytes);
        length = 0;
        return bytes;
    }

    /** Goes before all that was taken, and does not count. */
    synchronized void startWith(ByteBuffer bytes) {
        first = bytes;
    }

    // The side that gives

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
        CapacityChannel wake;
        int more;
        synchronized (this) {
            sink = channel;
            write(channel);
            if (ended && length == 0 && !first.hasRemaining()) {
                channel.endStream(trailers);
            }
            more = allow();
            wake = source;
        }
        if (more > 0 && wake != null) {
            wake.update(more);
        }
    }

    private void write(DataStreamChannel channel) throws IOException {
        while (first.hasRemaining()) {
            if (channel.write(first) == 0) {
                return;
            }
        }
        while (length > 0) {
            ByteBuffer piece = ByteBuffer.wrap(ring, from, Math.min(length, ring.length - from));
            int written = channel.write(piece);
            if (written == 0) {
                return;
            }
            from = (from + written) % ring.length;
            length -= written;
            passed += written;
        }
        from = 0;
    }

    @Override
    public synchronized int available() {
        int bytes = first.remaining() + length;
        return ended ? Math.max(1, bytes) : bytes;
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public void failed(Exception cause) {
        broken.run();
    }

    @Override
    public void releaseResources() {
        // The garbage collector's.
    }

    @Override
    public long getContentLength() {
        return like == null ? -1 : like.getContentLength();
    }

    @Override
    public @Nullable String getContentType() {
        // Among the headers, as it came.
        return null;
    }

    @Override
    public @Nullable String getContentEncoding() {
        return null;
    }

    @Override
    public boolean isChunked() {
        return getContentLength() < 0;
    }

    @Override
    public Set<String> getTrailerNames() {
        return Set.of();
    }
}
