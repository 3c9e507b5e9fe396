package io.dispatcher.requests;

import io.dispatcher.history.DurableRecords;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Keeps the outcomes of durable requests: their records and final states in one transaction; then tells who waits. An outcome may come twice. Blocking. */
final class OutcomeReader {
    private final DurableRecords history;
    private final Waiters waiters;
    private final InstantSource clock;
    private volatile Instant readUpTo;

    OutcomeReader(DurableRecords history, Waiters waiters, InstantSource clock) {
        this.history = history;
        this.waiters = waiters;
        this.clock = clock;
        this.readUpTo = Instant.EPOCH;
    }

    /** @param sent when the last of them was; they come in that order */
    void keep(List<RequestOutcome> outcomes, Instant sent) throws SQLException {
        history.store(
                outcomes.stream().map(RequestOutcome::record).toList(),
                connection -> RequestStore.finish(connection, outcomes, clock.instant()));
        waiters.kept(outcomes);
        readUpTo = sent;
    }

    /** What was sent before is kept; nothing is known before the first. */
    Instant readUpTo() {
        return readUpTo;
    }
}
