package io.dispatcher.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class LatencyWindowTest {
    @Property
    void a_bucket_is_at_most_three_percent_beside_the_value(
            @ForAll @LongRange(min = 1, max = 3_600_000_000L) long micros) {
        assertThat(LatencyWindow.middle(LatencyWindow.bucket(micros)))
                .isCloseTo(micros, within(Math.max(1, micros * 0.032)));
    }

    @Example
    void percentiles_are_those_of_what_was_recorded() {
        LatencyWindow window = new LatencyWindow(() -> 0);
        for (int ms = 1; ms <= 1000; ms++) {
            window.record(ms);
        }
        double[] values = window.percentiles(.5, .95, .99);
        assertThat(values[0]).isCloseTo(500, within(16.0));
        assertThat(values[1]).isCloseTo(950, within(31.0));
        assertThat(values[2]).isCloseTo(990, within(32.0));
    }

    @Example
    void nothing_recorded_is_zero() {
        assertThat(new LatencyWindow(() -> 0).percentiles(.5, .99)).containsExactly(0, 0);
    }

    @Example
    void what_is_older_than_two_windows_of_traffic_is_forgotten() {
        AtomicLong now = new AtomicLong();
        LatencyWindow window = new LatencyWindow(now::get);
        window.record(1000);
        for (int i = 1; i <= 2; i++) {
            now.addAndGet(301_000_000_000L);
            window.record(1);
        }
        assertThat(window.percentiles(1)[0]).isLessThan(2);
    }
}
