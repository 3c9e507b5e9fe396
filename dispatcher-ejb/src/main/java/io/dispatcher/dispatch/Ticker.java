package io.dispatcher.dispatch;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Gives a dispatcher its clock: quick while it has something open and shortly after, slow when it idles, because being woken is nearly all that a
 * tick costs then. What comes first after a rest may be late by the slow tick.
 */
final class Ticker {
    static final long QUICK_MS = 10;
    static final long SLOW_MS = 50;
    private static final long STAYS_QUICK_NANOS = Duration.ofSeconds(1).toNanos();

    private final Runnable tick;
    private final BooleanSupplier busy;
    private final LongSupplier nanos;
    private long lastBusy;

    /**
     * @param tick throws nothing
     * @param busy whether anything is open
     */
    Ticker(Runnable tick, BooleanSupplier busy, LongSupplier nanos) {
        this.tick = tick;
        this.busy = busy;
        this.nanos = nanos;
        this.lastBusy = nanos.getAsLong();
    }

    /** Until the timer is shut down. */
    void start(ScheduledExecutorService timer) {
        timer.schedule(
                () -> {
                    tick.run();
                    start(timer);
                },
                pause(),
                TimeUnit.MILLISECONDS);
    }

    /** Milliseconds from now to the next tick. */
    long pause() {
        long now = nanos.getAsLong();
        if (busy.getAsBoolean()) {
            lastBusy = now;
        }
        return now - lastBusy < STAYS_QUICK_NANOS ? QUICK_MS : SLOW_MS;
    }
}
