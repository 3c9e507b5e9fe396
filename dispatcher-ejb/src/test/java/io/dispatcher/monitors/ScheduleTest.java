package io.dispatcher.monitors;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Property
    void theNextRunIsTheFirstPointOfTheGridAfterNow(
            @ForAll String id,
            @ForAll @IntRange(min = 1_000, max = 86_400_000) int interval,
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long now) {
        Schedule schedule = Schedule.of(id, interval);
        long next = schedule.next(now);
        assertThat(next).isGreaterThan(now).isLessThanOrEqualTo(now + interval);
        assertThat(schedule.next(next)).isEqualTo(next + interval);
        assertThat(schedule.next(next - 1)).isEqualTo(next);
    }

    @Test
    void monitorsOfTheSameIntervalDoNotRunTogether() {
        long now = 1_000_000;
        assertThat(Schedule.of("019a0000-0000-7000-8000-000000000001", 60_000).next(now))
                .isNotEqualTo(Schedule.of("019a0000-0000-7000-8000-000000000002", 60_000)
                        .next(now));
    }

    @Test
    void aRunThatIsLateByHalfAnIntervalIsMissed() {
        Schedule minutes = new Schedule(60_000, 0);
        assertThat(minutes.missed(60_000, 60_500)).isFalse();
        assertThat(minutes.missed(60_000, 90_001)).isTrue();
        assertThat(new Schedule(1_000, 0).missed(1_000, 2_900)).isFalse();
    }
}
