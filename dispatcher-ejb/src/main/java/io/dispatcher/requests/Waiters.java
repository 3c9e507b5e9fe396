package io.dispatcher.requests;

import io.dispatcher.dispatch.Failure;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Callers of this node who wait for the end of a durable request. Thread-safe. */
final class Waiters {
    private static final System.Logger LOG = System.getLogger(Waiters.class.getName());

    private static final int AT_ONCE = 200;

    private final RequestStore store;
    private final int most;
    private final LongSupplier nanos;
    private final Map<UUID, List<Waiter>> byRequest = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /** @param most at a time */
    Waiters(RequestStore store, int most, LongSupplier nanos) {
        this.store = store;
        this.most = most;
        this.nanos = nanos;
    }

    /** Told once. */
    interface Waiter {
        void ended(RequestStore.Ended ended);

        /** It was not taken after all. */
        void refused(Failure failure);

        /** It has waited long enough. */
        void over();

        /** By the same clock as the waiters'. */
        long untilNanos();
    }

    /** @return false if too many wait already */
    boolean add(UUID id, Waiter waiter) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            return false;
        }
        byRequest.compute(id, (same, others) -> {
            List<Waiter> all = others == null ? new CopyOnWriteArrayList<>() : others;
            all.add(waiter);
            return all;
        });
        return true;
    }

    /** Outcomes that were kept by this node. */
    void kept(List<RequestOutcome> outcomes) {
        for (RequestOutcome outcome : outcomes) {
            tell(outcome.id(), new RequestStore.Ended(outcome.state(), outcome.httpStatus(), outcome.answer()));
        }
    }

    private void tell(UUID id, RequestStore.Ended ended) {
        take(id).forEach(waiter -> waiter.ended(ended));
    }

    void refuse(UUID id, Failure failure) {
        take(id).forEach(waiter -> waiter.refused(failure));
    }

    private List<Waiter> take(UUID id) {
        List<Waiter> waiting = byRequest.remove(id);
        if (waiting == null) {
            return List.of();
        }
        count.addAndGet(-waiting.size());
        return waiting;
    }

    /** Call twice a second: outcomes that another node kept, or that were there before somebody began to wait; and those who waited too long. */
    void look() {
        List<UUID> open = List.copyOf(byRequest.keySet());
        for (int from = 0; from < open.size(); from += AT_ONCE) {
            List<UUID> some = open.subList(from, Math.min(open.size(), from + AT_ONCE));
            try {
                store.find(some).forEach(this::tell);
            } catch (SQLException e) {
                LOG.log(Level.DEBUG, "the database cannot be asked for outcomes: {0}", e.getMessage());
            }
        }
        open.forEach(this::endOverdue);
    }

    private void endOverdue(UUID id) {
        byRequest.computeIfPresent(id, (same, waiting) -> {
            for (Waiter waiter : waiting) {
                // A copy is iterated: removing is fine.
                if (waiter.untilNanos() - nanos.getAsLong() <= 0 && waiting.remove(waiter)) {
                    count.decrementAndGet();
                    waiter.over();
                }
            }
            return waiting.isEmpty() ? null : waiting;
        });
    }
}
