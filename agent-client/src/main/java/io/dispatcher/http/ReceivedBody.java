package io.dispatcher.http;

import io.dispatcher.work.ReplyBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A body while and after it is received: on the heap at first, in a file when it grows. Written by one thread, then only read. */
final class ReceivedBody implements ReplyBody {
    private static final int FIRST_BYTES = 512;
    private static final byte[] NOTHING = new byte[0];

    private final BodyMemory memory;
    private byte[] bytes = NOTHING;
    private long size;
    private @Nullable FileChannel file;
    private boolean released;

    ReceivedBody(BodyMemory memory) {
        this.memory = memory;
    }

    /** Makes room for an announced length at once. */
    synchronized void expect(long length) {
        if (length > 0 && length <= BodyMemory.HEAP_BYTES_PER_BODY) {
            grow((int) length);
        }
    }

    synchronized void append(ByteBuffer data) throws IOException {
        if (released) {
            data.position(data.limit());
            return;
        }
        long needed = size + data.remaining();
        if (file == null && needed > bytes.length && !grow(needed)) {
            moveToFile();
        }
        if (file == null) {
            data.get(bytes, (int) size, data.remaining());
        } else {
            for (long at = size; data.hasRemaining(); ) {
                at += file.write(data, at);
            }
        }
        size = needed;
    }

    private boolean grow(long needed) {
        if (needed > BodyMemory.HEAP_BYTES_PER_BODY) {
            return false;
        }
        int capacity = bytes.length == 0
                ? (int) needed
                : (int) Math.min(BodyMemory.HEAP_BYTES_PER_BODY, Math.max(needed, 2L * bytes.length));
        capacity = Math.max(capacity, Math.min(FIRST_BYTES, BodyMemory.HEAP_BYTES_PER_BODY));
        if (!memory.reserve(capacity - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, capacity);
        return true;
    }

    private void moveToFile() throws IOException {
        FileChannel opened = memory.file();
        file = opened;
        ByteBuffer had = ByteBuffer.wrap(bytes, 0, (int) size);
        for (long at = 0; had.hasRemaining(); ) {
            at += opened.write(had, at);
        }
        memory.release(bytes.length);
        bytes = NOTHING;
    }

    @Override
    public synchronized long size() {
        return size;
    }

    @Override
    public synchronized void read(long position, ByteBuffer into) throws IOException {
        int count = (int) Math.min(into.remaining(), size - position);
        if (released) {
            throw new IOException("the body was released");
        }
        if (file == null) {
            into.put(bytes, (int) position, count);
            return;
        }
        ByteBuffer part = into.slice(into.position(), count);
        for (long at = position; part.hasRemaining(); ) {
            int read = file.read(part, at);
            if (read < 0) {
                throw new IOException("the body's file is shorter than the body");
            }
            at += read;
        }
        into.position(into.position() + count);
    }

    @Override
    public synchronized void release() {
        if (released) {
            return;
        }
        released = true;
        memory.release(bytes.length);
        bytes = NOTHING;
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                System.getLogger(ReceivedBody.class.getName())
                        .log(System.Logger.Level.WARNING, "a body's file could not be removed", e);
            }
        }
    }
}
