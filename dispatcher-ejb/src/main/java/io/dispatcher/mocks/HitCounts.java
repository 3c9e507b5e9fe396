package io.dispatcher.mocks;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How often each mock answered on this node: by number, and what of it the database does not know yet. Thread-safe. */
final class HitCounts {
    private final Map<String, Count> counts = new ConcurrentHashMap<>();

    private static final class Count {
        final AtomicLong answers = new AtomicLong();
        final AtomicLong stored = new AtomicLong();
        volatile long first;
    }

    /** The number of this answer since the start, or since the last reset. */
    long next(String id) {
        Count count = counts.get(id);
        if (count == null) {
            count = counts.computeIfAbsent(id, i -> new Count());
        }
        return count.answers.getAndIncrement() - count.first;
    }

    long unstored(String id) {
        Count count = counts.get(id);
        return count == null ? 0 : count.answers.get() - count.stored.get();
    }

    /** What the database is to be told of; call {@link #stored} once it was. For one thread at a time. */
    Map<String, Long> unstored() {
        Map<String, Long> all = new HashMap<>();
        counts.forEach((id, count) -> {
            long more = count.answers.get() - count.stored.get();
            if (more > 0) {
                all.put(id, more);
            }
        });
        return all;
    }

    void stored(Map<String, Long> hits) {
        hits.forEach((id, more) -> {
            Count count = counts.get(id);
            if (count != null) {
                count.stored.addAndGet(more);
            }
        });
    }

    /** Numbers begin anew; hits do not. */
    void reset() {
        counts.values().forEach(count -> count.first = count.answers.get());
    }

    void keep(Set<String> ids) {
        counts.keySet().retainAll(ids);
    }
}
