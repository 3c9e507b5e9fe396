package io.dispatcher.connection;

import java.util.random.RandomGenerator;

/** Capped exponential back-off with full jitter: a random part of a bound that doubles. Not thread-safe. */
final class Backoff {
    private final long firstMs;
    private final long capMs;
    private final RandomGenerator random;
    private int failures;

    Backoff(long firstMs, long capMs, RandomGenerator random) {
        this.firstMs = firstMs;
        this.capMs = capMs;
        this.random = random;
    }

    /** Milliseconds to wait before the next try. */
    long nextMs() {
        long bound = Math.min(capMs, firstMs << Math.min(failures, 30));
        failures++;
        return random.nextLong(bound + 1);
    }

    /** After a session that was stable. */
    void reset() {
        failures = 0;
    }

    int failures() {
        return failures;
    }
}
