package io.dispatcher.icmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class RttStatisticsTest {
    @Test
    void figures_follow_their_definitions() {
        RttStatistics statistics = new RttStatistics();
        for (long value : new long[] {20, 40, 10, 30}) {
            statistics.add(value * 1_000);
        }
        // Variance of 10, 20, 30, 40 is 125; differences 20, 30, 20; half of four are two, 95 % of four are four.
        assertThat(statistics.roundTrips())
                .isEqualTo(new PingEvent.RoundTrips(10_000, 25_000, 40_000, 11_180, 23_333, 20_000, 40_000));
    }

    @Test
    void no_answer_has_no_figures_and_one_has_no_jitter() {
        RttStatistics statistics = new RttStatistics();
        assertThat(statistics.roundTrips()).isNull();
        statistics.add(7);
        assertThat(statistics.roundTrips()).isEqualTo(new PingEvent.RoundTrips(7, 7, 7, 0, 0, 7, 7));
    }

    @Property(tries = 200)
    void figures_agree_with_a_plain_computation(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3_000) int count) {
        Random random = new Random(seed);
        long[] values = random.longs(count, 0, 60_000_000_000L).toArray();
        RttStatistics statistics = new RttStatistics();
        Arrays.stream(values).forEach(statistics::add);
        PingEvent.RoundTrips found = statistics.roundTrips();
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values)
                .mapToDouble(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
        Arrays.sort(values);
        assertThat(found.min()).isEqualTo(values[0]);
        assertThat(found.max()).isEqualTo(values[count - 1]);
        assertThat((double) found.avg()).isCloseTo(mean, within(2.0));
        assertThat((double) found.stddev()).isCloseTo(Math.sqrt(variance), within(1_000.0));
        Percentage exactness = Percentage.withPercentage(count <= RttStatistics.EXACT ? 0 : 0.1);
        assertThat(found.p50()).isCloseTo(values[(int) Math.ceil(count * 0.50) - 1], exactness);
        assertThat(found.p95()).isCloseTo(values[(int) Math.ceil(count * 0.95) - 1], exactness);
    }
}
