package io.dispatcher.monitor.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void saysNothingBeforeItSawTheCounterTwice() {
        Rate rate = new Rate();
        rate.at(500, 0);

        assertThat(rate.now()).isZero();
        assertThat(rate.series()).isEmpty();
    }

    @Test
    void isTheAverageOfTheLastFewLooks() {
        Rate rate = new Rate();
        rate.at(0, 0);
        rate.at(100, SECOND);
        rate.at(500, 3 * SECOND);

        assertThat(rate.series()).containsExactly(100.0, 200.0);
        assertThat(rate.now()).isCloseTo(150, within(0.001));
    }

    @Test
    void aCounterThatBeganAnewIsNoNegativeRate() {
        Rate rate = new Rate();
        rate.at(1_000, 0);
        rate.at(3, SECOND);
        rate.at(13, 2 * SECOND);

        assertThat(rate.series()).containsExactly(10.0);
    }

    @Test
    void keepsNoMoreThanAMinute() {
        Rate rate = new Rate();
        for (int i = 0; i < 500; i++) {
            rate.at(i, i * SECOND);
        }

        assertThat(rate.series()).hasSize(60);
    }
}
