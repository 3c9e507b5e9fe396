package io.dispatcher.dispatch;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Gives a dispatcher its clock: quick while it has something open and shortly after, slow when it idles, because being woken is nearly all that a
 * tick costs then. What comes first after a rest may be late by the slow tick.
 */
final class Ticker {
    private static final long QUICK_MS = 10;
    private static final long SLOW_MS = 50;
    private static final long STAYS_QUICK_NANOS = Duration.ofSeconds(1).toNanos();

    private final Dispatcher dispatcher;
    private final Runnable tick;
    private final ScheduledExecutorService timer;
    private long lastBusy = System.nanoTime();

    /** @param tick calls the dispatcher and throws nothing */
    Ticker(Dispatcher dispatcher, Runnable tick, ScheduledExecutorService timer) {
        this.dispatcher = dispatcher;
        this.tick = tick;
        this.timer = timer;
    }

    /** Until the timer is shut down. */
    void start() {
        timer.schedule(this::next, QUICK_MS, TimeUnit.MILLISECONDS);
    }

    private void next() {
        tick.run();
        long now = System.nanoTime();
        if (dispatcher.busy()) {
            lastBusy = now;
        }
        long pause = now - lastBusy < STAYS_QUICK_NANOS ? QUICK_MS : SLOW_MS;
        timer.schedule(this::next, pause, TimeUnit.MILLISECONDS);
    }
}
