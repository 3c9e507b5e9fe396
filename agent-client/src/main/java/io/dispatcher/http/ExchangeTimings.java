package io.dispatcher.http;

import io.dispatcher.protocol.WorkTimings;

/** Adds up the phases of an exchange over its hops. Thread-safe. */
final class ExchangeTimings {
    private static final double NANOS_PER_MS = 1_000_000.0;

    private final long begun = System.nanoTime();
    private long dns;
    private long connect;
    private long tls;
    private long firstByte;

    synchronized void resolved(long nanos) {
        dns += nanos;
    }

    synchronized void requested(HopClock clock, long headNanos) {
        connect += clock.connect();
        tls += clock.tls();
        firstByte += clock.firstByte(headNanos);
    }

    synchronized WorkTimings now() {
        return new WorkTimings(
                dns / NANOS_PER_MS,
                connect / NANOS_PER_MS,
                tls / NANOS_PER_MS,
                firstByte / NANOS_PER_MS,
                (System.nanoTime() - begun) / NANOS_PER_MS);
    }
}
