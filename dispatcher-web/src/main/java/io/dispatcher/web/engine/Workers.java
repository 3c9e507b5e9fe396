package io.dispatcher.web.engine;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** So many requests are served at once, so many more wait for their turn, in order. Thread-safe. */
final class Workers {
    private final Semaphore free;
    private final int most;
    private final AtomicInteger inside = new AtomicInteger();

    Workers(int count, int queue) {
        this.free = new Semaphore(count, true);
        this.most = count + queue;
    }

    /**
     * Waits for a worker, as long as those before it take.
     *
     * @return false: the queue is full; else {@link #leave} must follow
     */
    boolean enter() {
        if (inside.incrementAndGet() > most) {
            inside.decrementAndGet();
            return false;
        }
        free.acquireUninterruptibly();
        return true;
    }

    void leave() {
        free.release();
        inside.decrementAndGet();
    }
}
