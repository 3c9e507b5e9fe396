package io.dispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TickerTest {
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final Ticker ticker = new Ticker(() -> {}, busy::get, nanos::get);

    private void pass(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void ticksAreQuickWhileAnythingIsOpenAndForASecondAfterwards() {
        assertThat(ticker.pause()).isEqualTo(Ticker.QUICK_MS);
        busy.set(true);
        pass(60_000);
        assertThat(ticker.pause()).isEqualTo(Ticker.QUICK_MS);

        busy.set(false);
        pass(999);
        assertThat(ticker.pause()).isEqualTo(Ticker.QUICK_MS);
        pass(1);
        assertThat(ticker.pause()).isEqualTo(Ticker.SLOW_MS);
    }

    @Test
    void oneThatIdlesIsQuickAgainAsSoonAsItFindsSomethingOpen() {
        pass(60_000);
        assertThat(ticker.pause()).isEqualTo(Ticker.SLOW_MS);
        busy.set(true);
        assertThat(ticker.pause()).isEqualTo(Ticker.QUICK_MS);
    }
}
