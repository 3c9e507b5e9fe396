package io.dispatcher.work;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The body of a reply, wherever it is kept. Not changed once it is given to an {@link Answer}. Thread-safe. */
public interface ReplyBody {
    /** No bytes. */
    ReplyBody EMPTY = of(new byte[0], 0);

    long size();

    /**
     * Copies bytes.
     *
     * @param position where to begin, within the size
     * @param into filled as far as it has room and the body has bytes
     * @throws IOException if the place where it is kept cannot be read (any more)
     */
    void read(long position, ByteBuffer into) throws IOException;

    /** Gives up the memory or file; {@link #read} may fail from now on. Harmless when done twice. */
    void release();

    /** A body on the heap. */
    static ReplyBody of(byte[] bytes, int length) {
        return new ReplyBody() {
            @Override
            public long size() {
                return length;
            }

            @Override
            public void read(long position, ByteBuffer into) {
                into.put(bytes, (int) position, (int) Math.min(length - position, into.remaining()));
            }

            @Override
            public void release() {}
        };
    }
}
