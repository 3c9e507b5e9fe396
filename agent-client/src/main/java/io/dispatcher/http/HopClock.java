package io.dispatcher.http;

/** When the phases of one request happened, as the connection tells. Written by I/O threads, read when the request is over. */
final class HopClock {
    /** Where a request stands, to know what a failure means. */
    enum Phase {
        CONNECT,
        TLS,
        EXCHANGE
    }

    private final long begun = System.nanoTime();
    private volatile Phase phase = Phase.EXCHANGE;
    private volatile long phaseBegun;
    private volatile long connect;
    private volatile long tls;

    void connecting() {
        phaseBegun = System.nanoTime();
        phase = Phase.CONNECT;
    }

    void connected() {
        connect = System.nanoTime() - phaseBegun;
        phase = Phase.EXCHANGE;
    }

    void handshaking() {
        phaseBegun = System.nanoTime();
        phase = Phase.TLS;
    }

    void handshaken() {
        tls = System.nanoTime() - phaseBegun;
        phase = Phase.EXCHANGE;
    }

    /** True if no connection was made for the request. */
    boolean kept() {
        return phaseBegun == 0;
    }

    Phase phase() {
        return phase;
    }

    long connect() {
        return connect;
    }

    long tls() {
        return tls;
    }

    /** From the end of connecting to the response's head. */
    long firstByte(long headNanos) {
        return headNanos == 0 ? 0 : Math.max(0, headNanos - begun - connect - tls);
    }
}
