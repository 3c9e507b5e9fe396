package io.dispatcher.history;

import io.dispatcher.dispatch.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Bounded, between the hot path and those who send records on. Gives out at once what comes after a pause, and a lot every 5 ms under load:
 * each lot costs a sync of the broker's journal whatever its size, and what lies here is what a killed process loses. Nobody wakes up while
 * there is nothing, and the hot path wakes somebody only then. Thread-safe.
 */
final class RecordQueue {
    static final int CAPACITY = 16_384;
    private static final long PACE_NANOS = 5_000_000;

    private final ArrayBlockingQueue<Story> records = new ArrayBlockingQueue<>(CAPACITY);
    private long takenNanos = System.nanoTime() - PACE_NANOS;
    private volatile @Nullable Thread idle;
    private volatile boolean closed;

    /** Takes a record in; false if it is full or closed. Never waits. */
    boolean offer(Story story) {
        if (closed || !records.offer(story)) {
            return false;
        }
        wake();
        return true;
    }

    int size() {
        return records.size();
    }

    /** The next records, oldest first, when there are any; none when it is closed and empty. One thread waits, others wait for it. */
    synchronized List<Story> take(int most) {
        awaitRecord();
        awaitPace();
        List<Story> taken = new ArrayList<>();
        records.drainTo(taken, most);
        takenNanos = System.nanoTime();
        return taken;
    }

    private void awaitRecord() {
        if (!records.isEmpty()) {
            return;
        }
        idle = Thread.currentThread();
        while (records.isEmpty() && !closed) {
            LockSupport.park(this);
        }
        idle = null;
    }

    /** A full batch need not wait for more. */
    private void awaitPace() {
        long left = takenNanos + PACE_NANOS - System.nanoTime();
        while (left > 0 && !closed && records.size() < HistoryBatch.MAX_RECORDS) {
            LockSupport.parkNanos(this, left);
            left = takenNanos + PACE_NANOS - System.nanoTime();
        }
    }

    /** What is in it can still be taken. */
    void close() {
        closed = true;
        wake();
    }

    private void wake() {
        Thread waiting = idle;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }
}
