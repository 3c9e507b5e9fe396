package io.dispatcher.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The machine's time. */
final class SystemClock implements DispatchClock {
    private final ScheduledExecutorService background;

    SystemClock(ScheduledExecutorService background) {
        this.background = background;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public long millis() {
        return System.currentTimeMillis();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void after(Duration delay, Runnable task) {
        background.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
}
