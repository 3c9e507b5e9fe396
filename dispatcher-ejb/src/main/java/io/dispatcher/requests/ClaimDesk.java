package io.dispatcher.requests;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Gives idempotency keys to those who come first. What is asked while a commit is on its way is answered with the next one: one thread, one
 * transaction for many. Thread-safe; nobody waits.
 */
final class ClaimDesk implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ClaimDesk.class.getName());
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 200;
    private static final long LOOK_MS = 500;
    private static final long CLOSE_MS = 10_000;

    private static final String INSERT =
            "insert into request (id, status, caller, idempotency_key, body_hash, stored, claimed_at, ends_by,"
                    + " claimed_by) values (?,'queued',?,?,?,false,?,?,?) on conflict do nothing";
    private static final String HOLDER = "select id, body_hash, stored, claimed_at, ended_at, status, http_status,"
            + " answer, claimed_by from request where caller = ? and idempotency_key = ?";

    private final RequestStore store;
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private volatile boolean over;

    ClaimDesk(RequestStore store) {
        this.store = store;
        this.thread = new Thread(this::run, "dispatcher-claims");
        thread.setDaemon(true);
    }

    /** Told once, by the desk's thread, which must not wait. */
    interface Answer {
        /** Who has the key now: the one that asked, if the ids are equal. */
        void holder(Claim.Holder holder);

        /** It cannot be said: the database is away, or too many ask. */
        void unavailable();
    }

    /** One thing to do in the next transaction, and what to say when it is committed, or when it could not be. */
    private interface Step {
        void write(Connection connection) throws SQLException;

        void done();

        void failed();
    }

    void start() {
        thread.start();
    }

    void claim(Claim claim, Answer answer) {
        Claiming step = new Claiming(claim, answer);
        if (over || !steps.offer(step)) {
            step.failed();
        }
    }

    /**
     * Takes a claim over whose owner has not said for long that the broker has its order.
     *
     * @param claimedAt of the new claim; it may lie ahead
     */
    void takeOver(Claim.Holder from, Instant claimedAt, Runnable mine, Runnable anothers) {
        TakingOver step = new TakingOver(from, claimedAt, mine, anothers);
        if (over || !steps.offer(step)) {
            step.failed();
        }
    }

    /** The broker has its order: nobody needs to send it again. Lost if the database is away; then a later caller finds the order out. */
    void stored(UUID id) {
        steps.offer(new Change("update request set stored = true where id = ?", id));
    }

    /** Gives the key back: its request was not taken. */
    void giveBack(UUID id) {
        steps.offer(new Change("delete from request where id = ? and stored = false and ended_at is null", id));
    }

    private void run() {
        List<Step> batch = new ArrayList<>();
        while (!over || !steps.isEmpty()) {
            try {
                Step first = steps.poll(LOOK_MS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    steps.drainTo(batch, MOST_AT_ONCE - 1);
                    commit(batch);
                    batch.clear();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void commit(List<Step> batch) {
        try {
            store.inOne(connection -> {
                for (Step step : batch) {
                    step.write(connection);
                }
            });
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "idempotency keys cannot be kept now: {0}", e.getMessage());
            batch.forEach(Step::failed);
            return;
        }
        batch.forEach(Step::done);
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Claiming implements Step {
        private final Claim claim;
        private final Answer answer;
        private Claim.Holder holder;

        Claiming(Claim claim, Answer answer) {
            this.claim = claim;
            this.answer = answer;
            this.holder =
                    new Claim.Holder(claim.id(), claim.bodyHash(), false, claim.claimedAt(), null, claim.claimedBy());
        }

        @Override
        public void write(Connection connection) throws SQLException {
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                insert.setObject(1, claim.id());
                insert.setString(2, claim.caller());
                insert.setString(3, claim.key());
                insert.setString(4, claim.bodyHash());
                insert.setObject(5, RequestStore.at(claim.claimedAt()));
                insert.setObject(6, RequestStore.at(claim.endsBy()));
                insert.setObject(7, claim.claimedBy(), Types.BIGINT);
                if (insert.executeUpdate() == 0) {
                    holder = holder(connection);
                }
            }
        }

        private Claim.Holder holder(Connection connection) throws SQLException {
            try (PreparedStatement select = connection.prepareStatement(HOLDER)) {
                select.setString(1, claim.caller());
                select.setString(2, claim.key());
                try (ResultSet row = select.executeQuery()) {
                    if (!row.next()) {
                        // Given back between the two statements, by another node.
                        throw new SQLException("the key was given back this moment");
                    }
                    Instant claimedAt = row.getObject(4, OffsetDateTime.class).toInstant();
                    return new Claim.Holder(
                            row.getObject(1, UUID.class),
                            row.getString(2),
                            row.getBoolean(3),
                            claimedAt,
                            row.getObject(5) == null ? null : RequestStore.ended(row, 6),
                            row.getObject(9, Long.class));
                }
            }
        }

        @Override
        public void done() {
            answer.holder(holder);
        }

        @Override
        public void failed() {
            answer.unavailable();
        }
    }

    private static final class TakingOver implements Step {
        private final Claim.Holder from;
        private final Instant claimedAt;
        private final Runnable mine;
        private final Runnable anothers;
        private boolean taken;

        TakingOver(Claim.Holder from, Instant claimedAt, Runnable mine, Runnable anothers) {
            this.from = from;
            this.claimedAt = claimedAt;
            this.mine = mine;
            this.anothers = anothers;
        }

        @Override
        public void write(Connection connection) throws SQLException {
            try (PreparedStatement update = connection.prepareStatement("update request set claimed_at = ?"
                    + " where id = ? and claimed_at = ? and stored = false and ended_at is null")) {
                update.setObject(1, RequestStore.at(claimedAt));
                update.setObject(2, from.id());
                update.setObject(3, RequestStore.at(from.claimedAt()));
                taken = update.executeUpdate() == 1;
            }
        }

        @Override
        public void done() {
            (taken ? mine : anothers).run();
        }

        @Override
        public void failed() {
            anothers.run();
        }
    }

    private record Change(String statement, UUID id) implements Step {
        @Override
        public void write(Connection connection) throws SQLException {
            try (PreparedStatement change = connection.prepareStatement(statement)) {
                change.setObject(1, id);
                change.executeUpdate();
            }
        }

        @Override
        public void done() {
            // Nobody asked.
        }

        @Override
        public void failed() {
            LOG.log(Level.DEBUG, "request {0} stays marked as it was", id);
        }
    }
}
