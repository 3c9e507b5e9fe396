package io.dispatcher.requests;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.answer.ProblemDetails;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends requests that did not end by themselves in all their waits, and forgets those that ended long ago. Blocking; one thread's.
 *
 * <p>After an absence of the database or the broker their outcomes may wait to be read: only those end whose outcome would have been read the last
 * time this looked, a minute ago.
 */
final class Sweeper {
    private static final System.Logger LOG = System.getLogger(Sweeper.class.getName());
    private static final int AT_ONCE = 500;

    private final RequestStore store;
    private final Waiters waiters;
    private final Supplier<@Nullable Instant> readUpTo;
    private final InstantSource clock;
    private Instant heardOf = Instant.EPOCH;

    /** @param readUpTo outcomes sent before then were read; null if that cannot be said now */
    Sweeper(RequestStore store, Waiters waiters, Supplier<@Nullable Instant> readUpTo, InstantSource clock) {
        this.store = store;
        this.waiters = waiters;
        this.readUpTo = readUpTo;
        this.clock = clock;
    }

    /** Call about once a minute. */
    void sweep() {
        try {
            Instant now = clock.instant();
            Instant endedBefore = heardOf;
            Instant read = readUpTo.get();
            heardOf = read == null ? heardOf : read;
            List<RequestOutcome> ended = new ArrayList<>();
            store.overdue(endedBefore, AT_ONCE).forEach((id, stored) -> ended.add(lost(id, stored, now)));
            store.finish(ended, now);
            waiters.kept(ended);
            store.forgetEndedBefore(now.minus(Requests.RETENTION));
        } catch (SQLException | RuntimeException e) {
            LOG.log(Level.WARNING, "requests could not be swept, trying again in a minute: {0}", e.getMessage());
        }
    }

    private static RequestOutcome lost(UUID id, boolean stored, Instant now) {
        Failure failure = stored
                ? new Failure(
                        FailureType.AGENT_LOST, "nothing was heard of it in all its waits; the outcome is unknown")
                : new Failure(FailureType.UNAVAILABLE, "the coordinator that took it died before the broker had it");
        return new RequestOutcome(
                id,
                RequestState.FAILED,
                failure.type().httpStatus(),
                ProblemDetails.json(failure, id.toString()),
                null,
                now,
                Map.of(),
                new byte[0]);
    }
}
