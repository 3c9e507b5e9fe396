package io.dispatcher.http;

import io.dispatcher.protocol.WorkTimings;

/** Adds up the phases of an exchange over its hops. Guarded by the exchange. */
final class Stopwatch {
    private static final double NANOS_PER_MS = 1_000_000.0;

    private final long begun = System.nanoTime();
    private long dns;
    private long connect;
    private long tls;
    private long firstByte;

    void dns(long nanos) {
        dns += nanos;
    }

    void connect(long nanos) {
        connect += nanos;
    }

    void tls(long nanos) {
        tls += nanos;
    }

    void firstByte(long nanos) {
        firstByte += nanos;
    }

    WorkTimings timings() {
        return new WorkTimings(
                dns / NANOS_PER_MS,
                connect / NANOS_PER_MS,
                tls / NANOS_PER_MS,
                firstByte / NANOS_PER_MS,
                (System.nanoTime() - begun) / NANOS_PER_MS);
    }
}
