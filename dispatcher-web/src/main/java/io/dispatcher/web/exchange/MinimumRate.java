package io.dispatcher.web.exchange;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Ends bodies that pass too slowly, in or out: a caller that neither sends nor reads would hold their memory for ever. Each has a minute, and a second more
 * for each 16 KiB that have passed. Thread-safe; never waits.
 */
final class MinimumRate {
    private static final System.Logger LOG = System.getLogger(MinimumRate.class.getName());
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long BYTES_PER_SECOND = 16 * 1024;

    private final LongSupplier nanos;
    /** One for each request under way, which the container bounds. */
    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();

    MinimumRate(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Looks after a body from now on.
     *
     * @param bytes of it that have passed
     * @param tooSlow run once if they are too few, by the thread that looks
     * @return to be run when it has passed, or never will
     */
    Runnable watch(LongSupplier bytes, Runnable tooSlow) {
        Watched body = new Watched(nanos.getAsLong(), bytes, tooSlow);
        watched.add(body);
        return () -> watched.remove(body);
    }

    /** Call every few seconds. */
    void look() {
        long now = nanos.getAsLong();
        for (Watched body : watched) {
            if (now - body.since > GRACE_NANOS + TimeUnit.SECONDS.toNanos(body.bytes.getAsLong()) / BYTES_PER_SECOND
                    && watched.remove(body)) {
                end(body);
            }
        }
    }

    private static void end(Watched body) {
        try {
            body.tooSlow.run();
        } catch (RuntimeException e) {
            // A periodic task that throws is never run again.
            LOG.log(Level.WARNING, "a body that is too slow could not be ended", e);
        }
    }

    private static final class Watched {
        final long since;
        final LongSupplier bytes;
        final Runnable tooSlow;

        Watched(long since, LongSupplier bytes, Runnable tooSlow) {
            this.since = since;
            this.bytes = bytes;
            this.tooSlow = tooSlow;
        }
    }
}
