package io.dispatcher.jms;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What was seen of queues a moment ago, so that not every message asks again. Bounded; thread-safe. */
final class QueueStates {
    private static final long REFUSES_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long EXISTS_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long DOUBT_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int MOST = 10_000;

    private final LongSupplier nanos;
    private final Map<String, Seen> refusals = new Recent();
    private final Map<String, Seen> existing = new Recent();
    private @Nullable Long doubted;

    QueueStates(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private record Seen(long at, String reason) {}

    private static final class Recent extends LinkedHashMap<String, Seen> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > MOST;
        }
    }

    /** What was sent together was not committed: some queue may refuse, and only its own send can tell which. */
    synchronized void doubt() {
        doubted = nanos.getAsLong();
    }

    /** Whether each send should ask what became of it, which costs three hand-overs between threads. */
    synchronized boolean inDoubt() {
        return doubted != null && nanos.getAsLong() - doubted < DOUBT_NANOS;
    }

    synchronized void refused(String queue, String reason) {
        refusals.put(queue, new Seen(nanos.getAsLong(), reason));
    }

    /** Why it took nothing a moment ago; null if it may be tried. */
    synchronized @Nullable String refusal(String queue) {
        Seen seen = recent(refusals, queue, REFUSES_NANOS);
        return seen == null ? null : seen.reason;
    }

    /** @param exists only that it does is kept: what is not there may come at any time, and its sender waits for it */
    synchronized void exists(String queue, boolean exists) {
        if (exists) {
            existing.put(queue, new Seen(nanos.getAsLong(), ""));
        }
    }

    /** Null if it must be looked up. */
    synchronized @Nullable Boolean exists(String queue) {
        return recent(existing, queue, EXISTS_NANOS) == null ? null : Boolean.TRUE;
    }

    private @Nullable Seen recent(Map<String, Seen> of, String queue, long nanosOld) {
        Seen seen = of.get(queue);
        if (seen != null && nanos.getAsLong() - seen.at >= nanosOld) {
            of.remove(queue);
            return null;
        }
        return seen;
    }
}
