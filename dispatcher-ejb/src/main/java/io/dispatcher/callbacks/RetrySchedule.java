package io.dispatcher.callbacks;

import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** When a callback is tried again: later each time, each a fifth sooner or later than the table says, at the receiver's wish later still. Thread-safe. */
final class RetrySchedule {
    static final Duration LONGEST_LIFE = Duration.ofHours(24);

    private static final List<Duration> DELAYS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(4));
    private static final Duration LONGEST_WISH = Duration.ofHours(6);
    private static final Duration LONGEST_PUT_OFF = Duration.ofMinutes(1);
    private static final int DOUBLINGS = 6;

    private final DoubleSupplier random;

    /** @param random from 0 to 1 */
    RetrySchedule(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * How long to wait for the next try.
     *
     * @param tries made so far, at least one
     * @param wish what the receiver asked for, null if nothing
     * @param age of the callback
     * @return null if there is none
     */
    @Nullable
    Duration next(int tries, @Nullable Duration wish, Duration age) {
        if (tries > DELAYS.size()) {
            return null;
        }
        Duration delay = spread(DELAYS.get(tries - 1));
        if (wish != null && wish.compareTo(delay) > 0) {
            delay = wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
        }
        return age.plus(delay).compareTo(LONGEST_LIFE) > 0 ? null : delay;
    }

    /** How long one waits whose receiver is busy. */
    Duration putOff(int times) {
        Duration delay = Duration.ofSeconds(1L << Math.min(times, DOUBLINGS));
        return spread(delay.compareTo(LONGEST_PUT_OFF) > 0 ? LONGEST_PUT_OFF : delay);
    }

    private Duration spread(Duration delay) {
        return Duration.ofMillis(Math.round(delay.toMillis() * (0.8 + 0.4 * random.getAsDouble())));
    }
}
