package io.dispatcher.requests;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table of durable requests. Blocking; thread-safe. */
final class RequestStore {
    private static final String INSERT =
            "insert into request (id, status, caller, stored, claimed_at, ends_by, ended_at, http_status, answer)"
                    + " values (?,?,?,true,?,?,?,?,?) on conflict do nothing";
    /** Only from a state that is not final; what was answered after all wins over a failure (ARCHITECTURE D7, D8). */
    private static final String UPDATE = "update request set status = ?, ended_at = ?, http_status = ?, answer = ?"
            + " where id = ? and (ended_at is null or (status in ('failed', 'expired') and ? = 'completed'))";

    private final DataSource database;

    RequestStore(DataSource database) {
        this.database = database;
    }

    /** How one has ended. */
    record Ended(RequestState state, int httpStatus, byte[] answer) {}

    /** Work in one transaction. */
    @FunctionalInterface
    interface Work {
        void on(Connection connection) throws SQLException;
    }

    void inOne(Work work) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                work.on(connection);
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    /** All of them in one transaction; one that is final already stays as it is. */
    void finish(List<RequestOutcome> outcomes, Instant now) throws SQLException {
        inOne(connection -> finish(connection, outcomes, now));
    }

    /** The same in a transaction of the caller's. */
    static void finish(Connection connection, List<RequestOutcome> outcomes, Instant now) throws SQLException {
        int[] added;
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (RequestOutcome outcome : outcomes) {
                add(insert, outcome, now);
            }
            added = insert.executeBatch();
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            for (int i = 0; i < added.length; i++) {
                // Some drivers do not say how many.
                if (added[i] != 1) {
                    RequestOutcome outcome = outcomes.get(i);
                    change(update, outcome.id(), outcome.state(), outcome.httpStatus(), outcome.answer(), now);
                }
            }
            update.executeBatch();
        }
    }

    private static void add(PreparedStatement insert, RequestOutcome outcome, Instant now) throws SQLException {
        insert.setObject(1, outcome.id());
        insert.setString(2, outcome.state().tag());
        insert.setString(3, caller(outcome.caller()));
        insert.setObject(4, at(outcome.accepted()));
        insert.setObject(5, at(now));
        insert.setObject(6, at(now));
        insert.setInt(7, outcome.httpStatus());
        insert.setBytes(8, outcome.answer());
        insert.addBatch();
    }

    private static void change(
            PreparedStatement update, UUID id, RequestState state, int httpStatus, byte[] answer, Instant now)
            throws SQLException {
        update.setString(1, state.tag());
        update.setObject(2, at(now));
        update.setInt(3, httpStatus);
        update.setBytes(4, answer);
        update.setObject(5, id);
        update.setString(6, state.tag());
        update.addBatch();
    }

    static String caller(@Nullable String caller) {
        return caller == null ? "" : caller;
    }

    static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    /** Null if it has not ended, or is not there. */
    @Nullable
    Ended find(UUID id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select status, http_status, answer from request where id = ? and ended_at is not null")) {
            select.setObject(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? ended(row, 1) : null;
            }
        }
    }

    /** Those of them that have ended. */
    Map<UUID, Ended> find(List<UUID> ids) throws SQLException {
        Map<UUID, Ended> found = new HashMap<>();
        String marks = String.join(",", Collections.nCopies(ids.size(), "?"));
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select id, status, http_status, answer from request"
                                + " where ended_at is not null and id in (" + marks + ")")) {
            for (int i = 0; i < ids.size(); i++) {
                select.setObject(i + 1, ids.get(i));
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.put(row.getObject(1, UUID.class), ended(row, 2));
                }
            }
        }
        return found;
    }

    /** From three columns beginning with this one. */
    static Ended ended(ResultSet row, int first) throws SQLException {
        return new Ended(RequestState.of(row.getString(first)), row.getInt(first + 1), row.getBytes(first + 2));
    }

    /** Requests that should have ended by themselves before then, and whether the broker had their order. */
    Map<UUID, Boolean> overdue(Instant before, int most) throws SQLException {
        Map<UUID, Boolean> overdue = new HashMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select id, stored from request where ended_at is null and ends_by < ? limit ?")) {
            select.setObject(1, at(before));
            select.setInt(2, most);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    overdue.put(row.getObject(1, UUID.class), row.getBoolean(2));
                }
            }
        }
        return overdue;
    }

    /** @return how many */
    int forgetEndedBefore(Instant time) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("delete from request where ended_at < ?")) {
            delete.setObject(1, at(time));
            return delete.executeUpdate();
        }
    }
}
