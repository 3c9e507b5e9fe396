package io.dispatcher.ping;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task whose events are kept, for readers that come and go: long polls and WebSockets. Of the events the newest are kept, up to {@value #MOST_BYTES}
 * bytes; a reader that was too slow sees by their numbers that some are missing. Thread-safe.
 */
public final class StoredTask implements PingOutput {
    static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final int MOST_READERS = 100;

    private final PingTask task;
    private final ArrayDeque<byte[]> events = new ArrayDeque<>();
    private final List<Runnable> readers = new ArrayList<>();
    private long bytes;
    /** Number of the newest event; the first one is 1. */
    private long last;

    private boolean done;
    private long doneNanos;
    private final PingTask.NanoSource nanos;

    StoredTask(PingTask task, PingTask.NanoSource nanos) {
        this.task = task;
        this.nanos = nanos;
    }

    /**
     * Some events.
     *
     * @param first number of the first one
     * @param done there will be no more after them
     */
    public record Page(long first, List<byte[]> events, boolean done) {
        /** To be asked for next. */
        public long next() {
            return first + events.size() - 1;
        }
    }

    public UUID id() {
        return task.id();
    }

    /** Token name of whoever began it, null in open mode. */
    public @Nullable String caller() {
        return task.caller();
    }

    public void cancel() {
        task.cancel();
    }

    @Override
    public void event(String type, byte[] json, boolean essential) {
        List<Runnable> wake;
        synchronized (this) {
            events.add(json);
            last++;
            bytes += json.length;
            while (bytes > MOST_BYTES) {
                bytes -= events.remove().length;
            }
            wake = takeReaders();
        }
        wake.forEach(Runnable::run);
    }

    @Override
    public void end() {
        List<Runnable> wake;
        synchronized (this) {
            done = true;
            doneNanos = nanos.nanoTime();
            wake = takeReaders();
        }
        wake.forEach(Runnable::run);
    }

    private List<Runnable> takeReaders() {
        List<Runnable> all = List.copyOf(readers);
        readers.clear();
        return all;
    }

    /**
     * Events after a number.
     *
     * @param since exclusive, from 0
     * @param most of them
     */
    public synchronized Page after(long since, int most) {
        long oldest = last - events.size() + 1;
        long first = Math.min(Math.max(since + 1, oldest), last + 1);
        List<byte[]> some = new ArrayList<>();
        Iterator<byte[]> all = events.iterator();
        for (long number = oldest; all.hasNext() && some.size() < most; number++) {
            byte[] event = all.next();
            if (number >= first) {
                some.add(event);
            }
        }
        return new Page(first, some, done && first + some.size() > last);
    }

    /**
     * Calls once when there is something after that number, or nothing more to come; at once if that is so now.
     *
     * @return false if too many wait already
     */
    public boolean whenAfter(long since, Runnable reader) {
        synchronized (this) {
            if (last <= since && !done) {
                return readers.size() < MOST_READERS && readers.add(reader);
            }
        }
        reader.run();
        return true;
    }

    /** Waits no more. */
    public synchronized void forget(Runnable reader) {
        readers.remove(reader);
    }

    synchronized boolean doneFor(long nanoseconds) {
        return done && nanos.nanoTime() - doneNanos > nanoseconds;
    }
}
