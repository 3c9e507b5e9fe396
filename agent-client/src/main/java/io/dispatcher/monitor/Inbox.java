package io.dispatcher.monitor;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What other threads want done to the state, in order. Bounded: who is too fast waits. Thread-safe. */
final class Inbox {
    private static final int MOST = 10_000;

    private final BlockingQueue<Runnable> changes = new LinkedBlockingQueue<>(MOST);

    /** Waits for room; never by the thread that takes. */
    void put(Runnable change) throws InterruptedException {
        changes.put(change);
    }

    /** Only where there is room: for what may be left out, and for threads that must not wait. */
    void offer(Runnable change) {
        if (!changes.offer(change)) {
            // Full of changes: the screen is drawn after them either way.
            return;
        }
    }

    @Nullable
    Runnable take(Duration wait) throws InterruptedException {
        return changes.poll(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS);
    }

    @Nullable
    Runnable next() {
        return changes.poll();
    }
}
