package io.dispatcher.icmp;

import io.dispatcher.icmp.network.Arrivals;
import io.dispatcher.icmp.network.TimeSource;

/**
 * When a message arrived, on the monotonic clock. The kernel stamps with the wall clock, which may be set at any moment: so only the time from
 * the stamp until we read it is taken from there, and not even that when the two clocks have moved apart.
 */
final class ArrivalClock {
    /** Slewing moves a clock by at most 0.05 %; anything more was a step. */
    private static final long TOLERANCE_NANOS = 1_000_000;

    private static final long SLEW_DIVISOR = 1_000;
    /** Messages stamped before a step may still wait in a socket. */
    private static final long DISTRUST_NANOS = 100_000_000;

    private final TimeSource time;
    private long nanos;
    private long wall;
    private long distrustUntil;
    private boolean started;

    ArrivalClock(TimeSource time) {
        this.time = time;
    }

    /** Reads both clocks, once for all messages that are there; to be called right before they are looked at. */
    void read() {
        long nanosNow = time.nanoTime();
        long wallNow = time.wallNanos();
        long passed = nanosNow - nanos;
        boolean stepped = Math.abs((wallNow - wall) - passed) > TOLERANCE_NANOS + passed / SLEW_DIVISOR;
        if (!started || stepped) {
            distrustUntil = nanosNow + (started ? DISTRUST_NANOS : 0);
        }
        started = true;
        nanos = nanosNow;
        wall = wallNow;
    }

    /**
     * The arrival, no later than the reading.
     *
     * @param stamp the kernel's
     * @param sentAt before which nothing can have arrived
     */
    long arrivedAt(long stamp, long sentAt) {
        long waited = wall - stamp;
        boolean usable =
                stamp != Arrivals.UNKNOWN && nanos - distrustUntil >= 0 && waited >= 0 && waited <= nanos - sentAt;
        return usable ? nanos - waited : nanos;
    }

    /** Wall time of a moment shortly before the reading. */
    long wallAt(long moment) {
        return wall - (nanos - moment);
    }
}
