package io.dispatcher.metrics.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * {@code logs/access.log}, a line a request, written by a thread of its own: who is answered does not wait for the disk. What does not fit into its queue
 * is left out, and how many that were is said. 32 MiB, three older ones are kept. Thread-safe.
 */
final class AccessLog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AccessLog.class.getName());
    private static final int CAPACITY = 10_000;
    private static final int FILE_BYTES = 32 * 1024 * 1024;
    private static final int FILES = 4;
    private static final int AT_ONCE = 500;
    private static final long LOOK_MS = 100;
    private static final long CLOSE_MS = 2_000;

    private final BlockingQueue<AccessLine> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final LongAdder leftOut = new LongAdder();
    private final boolean json;
    private final FileHandler file;
    private final Thread thread;
    private volatile boolean over;

    private AccessLog(FileHandler file, boolean json) {
        this.file = file;
        this.json = json;
        this.thread = new Thread(this::run, "dispatcher-access-log");
        thread.setDaemon(true);
        thread.start();
    }

    /** Null if it cannot be written: that is said, and requests are answered all the same. */
    static @Nullable AccessLog open(Path dataDir, boolean json) {
        Path logs = dataDir.resolve("logs");
        try {
            Files.createDirectories(logs);
            FileHandler file = new FileHandler(logs.resolve("access") + "%g.log", FILE_BYTES, FILES, true);
            file.setEncoding(StandardCharsets.UTF_8.name());
            file.setFormatter(new Line());
            return new AccessLog(file, json);
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "no access log in {0}: {1}", logs, e.getMessage());
            return null;
        }
    }

    /** Never waits. */
    void add(AccessLine line) {
        if (!queue.offer(line)) {
            leftOut.increment();
        }
    }

    private void run() {
        List<AccessLine> lines = new ArrayList<>(AT_ONCE);
        try {
            while (!over || !queue.isEmpty()) {
                if (queue.drainTo(lines, AT_ONCE) == 0) {
                    // Not waiting for a line: whoever brought the first would pay for the waking.
                    TimeUnit.MILLISECONDS.sleep(LOOK_MS);
                } else {
                    write(lines);
                    lines.clear();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }

    private void write(List<AccessLine> lines) {
        StringBuilder text = new StringBuilder(lines.size() * 300);
        for (AccessLine line : lines) {
            text.append(json ? line.json() : line.plain()).append('\n');
        }
        file.publish(new LogRecord(java.util.logging.Level.INFO, text.toString()));
        long missing = leftOut.sumThenReset();
        if (missing > 0) {
            LOG.log(Level.WARNING, "{0} lines are missing in the access log: the disk is too slow", missing);
        }
    }

    /** Writes what is queued, waiting up to 2 s for it. */
    @Override
    public void close() {
        over = true;
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The lines as they are. */
    private static final class Line extends Formatter {
        @Override
        public String format(LogRecord record) {
            return record.getMessage();
        }
    }
}
