package io.dispatcher.web.exchange;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Ends bodies that pass too slowly, in or out: a caller that neither sends nor reads would hold their memory for ever. In each minute 16 KiB a second
 * must pass. Thread-safe; never waits.
 */
final class MinimumRate {
    private static final System.Logger LOG = System.getLogger(MinimumRate.class.getName());
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long BYTES_PER_WINDOW = 60 * 16 * 1024;

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
            if (body.tooSlow(now) && watched.remove(body)) {
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

    /** Looked at by one thread. */
    private static final class Watched {
        final LongSupplier bytes;
        final Runnable tooSlow;
        long since;
        long before;

        Watched(long since, LongSupplier bytes, Runnable tooSlow) {
            this.since = since;
            this.bytes = bytes;
            this.tooSlow = tooSlow;
        }

        boolean tooSlow(long now) {
            if (now - since < WINDOW_NANOS) {
                return false;
            }
            long passed = bytes.getAsLong();
            boolean slow = passed - before < BYTES_PER_WINDOW;
            since = now;
            before = passed;
            return slow;
        }
    }
}
