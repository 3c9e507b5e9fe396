package io.dispatcher.web.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MinimumRateTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong passed = new AtomicLong();
    private final AtomicInteger ended = new AtomicInteger();
    private final MinimumRate rate = new MinimumRate(now::get);

    private void after(long seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
        rate.look();
    }

    @Test
    void whatDoesNotMoveIsEndedOnceAfterAMinute() {
        rate.watch(passed::get, ended::incrementAndGet);
        after(59);
        assertThat(ended).hasValue(0);
        after(1);
        after(60);
        assertThat(ended).hasValue(1);
    }

    @Test
    void whatMovesAsFastAsItMustGoesOn() {
        rate.watch(passed::get, ended::incrementAndGet);
        for (int minute = 0; minute < 60; minute++) {
            passed.addAndGet(60 * 16 * 1024);
            after(60);
        }
        assertThat(ended).hasValue(0);
        passed.addAndGet(60 * 16 * 1024 - 1);
        after(60);
        assertThat(ended).hasValue(1);
    }

    @Test
    void aGoodBeginningDoesNotPayForALongStandstill() {
        rate.watch(passed::get, ended::incrementAndGet);
        passed.addAndGet(100_000_000);
        after(60);
        assertThat(ended).hasValue(0);
        after(60);
        assertThat(ended).hasValue(1);
    }

    @Test
    void whatHasPassedIsNotLookedAfter() {
        rate.watch(passed::get, ended::incrementAndGet).run();
        after(3600);
        assertThat(ended).hasValue(0);
    }

    @Test
    void oneThatCannotBeEndedDoesNotKeepTheOthers() {
        rate.watch(passed::get, () -> {
            throw new IllegalStateException("for the test");
        });
        rate.watch(passed::get, ended::incrementAndGet);
        after(61);
        assertThat(ended).hasValue(1);
    }
}
