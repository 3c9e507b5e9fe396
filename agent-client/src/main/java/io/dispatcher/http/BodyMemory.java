package io.dispatcher.http;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of the heap all response bodies together may take; what does not fit, and every large body, goes to a file that is gone with
 * its last user. Thread-safe.
 */
public final class BodyMemory {
    /** A body larger than this never stays on the heap. */
    static final int HEAP_BYTES_PER_BODY = 256 * 1024;

    private final AtomicLong free;
    private final Path directory;

    /**
     * Room for bodies.
     *
     * @param heapBytes for all bodies together
     * @param directory for the files
     */
    public BodyMemory(long heapBytes, Path directory) {
        this.free = new AtomicLong(heapBytes);
        this.directory = directory;
    }

    boolean reserve(int bytes) {
        if (free.addAndGet(-bytes) >= 0) {
            return true;
        }
        free.addAndGet(bytes);
        return false;
    }

    void release(int bytes) {
        free.addAndGet(bytes);
    }

    /** An empty file without a name: the system removes it when it is closed, or when the process dies. */
    FileChannel file() throws IOException {
        Path file = Files.createTempFile(directory, "body", ".tmp");
        return FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }
}
