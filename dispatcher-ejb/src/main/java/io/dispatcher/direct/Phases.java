package io.dispatcher.direct;

import io.dispatcher.protocol.PeerCertificate;
import io.dispatcher.protocol.WorkTimings;
import org.jspecify.annotations.Nullable;

/** When what of one exchange happened, and between whom. For the thread that makes it. */
final class Phases {
    private static final double NANOS_PER_MS = 1_000_000;

    private final long begun = System.nanoTime();
    private long resolved = begun;
    private long dns;
    private long tls;
    private long connected;
    private long answered;
    private boolean inTls;

    @Nullable
    PeerCertificate certificate;

    @Nullable
    String sourceAddress;

    void resolved() {
        resolved = System.nanoTime();
        dns = resolved - begun;
    }

    void tlsBegins() {
        inTls = true;
        tls = System.nanoTime();
    }

    void tlsEnded() {
        inTls = false;
        tls = System.nanoTime() - tls;
    }

    boolean inTls() {
        return inTls;
    }

    boolean connected() {
        return connected != 0;
    }

    void sending(@Nullable String from) {
        connected = System.nanoTime();
        sourceAddress = from;
    }

    void answered() {
        answered = System.nanoTime();
    }

    WorkTimings timings() {
        boolean open = connected != 0;
        return new WorkTimings(
                dns / NANOS_PER_MS,
                open ? (connected - resolved - tls) / NANOS_PER_MS : 0,
                open ? tls / NANOS_PER_MS : 0,
                answered == 0 ? 0 : (answered - connected) / NANOS_PER_MS,
                (System.nanoTime() - begun) / NANOS_PER_MS);
    }
}
