package io.dispatcher.icmp.network;

import java.time.Instant;

/** The two clocks that a round trip is measured by. */
public interface TimeSource {
    /** Monotonic, ns from an arbitrary origin. */
    long nanoTime();

    /** The clock of the kernel's receive timestamps, ns since 1970; it may be set. */
    long wallNanos();

    TimeSource SYSTEM = new TimeSource() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public long wallNanos() {
            Instant now = Instant.now();
            return now.getEpochSecond() * 1_000_000_000L + now.getNano();
        }
    };
}
