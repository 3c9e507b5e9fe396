package io.dispatcher.tunnel;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** How many bodies are on their way by connections of their own. Thread-safe. */
@ApplicationScoped
public class TunnelStreams {
    private final AtomicInteger open = new AtomicInteger();

    /** @return ends it; harmless when run twice */
    public Runnable open() {
        AtomicBoolean closed = new AtomicBoolean();
        open.incrementAndGet();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                open.decrementAndGet();
            }
        };
    }

    public int size() {
        return open.get();
    }
}
