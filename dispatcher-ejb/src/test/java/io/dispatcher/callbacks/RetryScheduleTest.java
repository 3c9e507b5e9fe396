package io.dispatcher.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final Duration YOUNG = Duration.ZERO;

    private final RetrySchedule middle = new RetrySchedule(() -> 0.5);

    @Test
    void eachTryComesLaterThanTheOneBeforeAndTheEighthIsTheLast() {
        Duration last = Duration.ZERO;
        for (int tries = 1; tries < 8; tries++) {
            Duration next = middle.next(tries, null, YOUNG);
            assertThat(next).as("after %d", tries).isGreaterThan(last);
            last = next;
        }
        assertThat(middle.next(1, null, YOUNG)).isEqualTo(Duration.ofSeconds(1));
        assertThat(middle.next(8, null, YOUNG)).isNull();
    }

    @Test
    void itIsSpreadByAFifth() {
        assertThat(new RetrySchedule(() -> 0).next(2, null, YOUNG)).isEqualTo(Duration.ofSeconds(4));
        assertThat(new RetrySchedule(() -> 1).next(2, null, YOUNG)).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void theReceiverMayWishForLaterWithinSixHoursButNotForSooner() {
        assertThat(middle.next(1, Duration.ofSeconds(90), YOUNG)).isEqualTo(Duration.ofSeconds(90));
        assertThat(middle.next(2, Duration.ZERO, YOUNG)).isEqualTo(Duration.ofSeconds(5));
        assertThat(middle.next(1, Duration.ofDays(300), YOUNG)).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void afterADayThereIsNoNextTry() {
        assertThat(middle.next(7, null, Duration.ofHours(19))).isNotNull();
        assertThat(middle.next(7, null, Duration.ofHours(21))).isNull();
        assertThat(middle.next(1, Duration.ofHours(6), Duration.ofHours(19))).isNull();
    }

    @Test
    void oneThatIsPutOffOftenWaitsLongerUpToAMinute() {
        assertThat(middle.putOff(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(middle.putOff(3)).isEqualTo(Duration.ofSeconds(8));
        assertThat(middle.putOff(1_000)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aWishIsSecondsOrADate() {
        Instant now = Instant.parse("2026-01-02T03:04:05Z");

        assertThat(RetryAfter.parse(" 120 ", now)).isEqualTo(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse("Fri, 02 Jan 2026 03:05:05 GMT", now)).isEqualTo(Duration.ofMinutes(1));
        for (String none : new String[] {"", "-1", "soon", "99999999999", "Fri, 02 Jan 2026 03:00:00 GMT"}) {
            assertThat(RetryAfter.parse(none, now)).as(none).isNull();
        }
    }
}
