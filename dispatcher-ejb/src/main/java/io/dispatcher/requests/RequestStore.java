package io.dispatcher.requests;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table of durable requests. Blocking; thread-safe. */
final class RequestStore {
    private static final String INSERT =
            "insert into request (id, status, caller, accepted_at, ended_at, http_status, answer)"
                    + " values (?,?,?,?,?,?,?) on conflict do nothing";
    /** Only from a state that is not final; what was answered after all wins over a failure (ARCHITECTURE D7, D8). */
    private static final String UPDATE = "update request set status = ?, ended_at = ?, http_status = ?, answer = ?"
            + " where id = ? and (ended_at is null or (status in ('failed', 'expired') and ? = 'completed'))";

    private final DataSource database;

    RequestStore(DataSource database) {
        this.database = database;
    }

    /** One that has ended. */
    record Ended(RequestState state, int httpStatus, byte[] answer) {}

    /** All of them in one transaction; one that is final already stays as it is. */
    void finish(List<RequestOutcome> outcomes, Instant now) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement(INSERT);
                    PreparedStatement update = connection.prepareStatement(UPDATE)) {
                for (RequestOutcome outcome : outcomes) {
                    add(insert, outcome, now);
                    change(update, outcome, now);
                }
                insert.executeBatch();
                update.executeBatch();
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private static void add(PreparedStatement insert, RequestOutcome outcome, Instant now) throws SQLException {
        insert.setObject(1, outcome.id());
        insert.setString(2, outcome.state().tag());
        insert.setString(3, caller(outcome.caller()));
        insert.setObject(4, outcome.accepted().atOffset(ZoneOffset.UTC));
        insert.setObject(5, now.atOffset(ZoneOffset.UTC));
        insert.setInt(6, outcome.httpStatus());
        insert.setBytes(7, outcome.answer());
        insert.addBatch();
    }

    private static void change(PreparedStatement update, RequestOutcome outcome, Instant now) throws SQLException {
        update.setString(1, outcome.state().tag());
        update.setObject(2, now.atOffset(ZoneOffset.UTC));
        update.setInt(3, outcome.httpStatus());
        update.setBytes(4, outcome.answer());
        update.setObject(5, outcome.id());
        update.setString(6, outcome.state().tag());
        update.addBatch();
    }

    private static String caller(@Nullable String caller) {
        return caller == null ? "" : caller;
    }

    /** Null if it has not ended, or is not there. */
    @Nullable
    Ended find(UUID id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select status, http_status, answer from request where id = ? and ended_at is not null")) {
            select.setObject(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new Ended(RequestState.of(row.getString(1)), row.getInt(2), row.getBytes(3)) : null;
            }
        }
    }

    /** @return how many */
    int forgetEndedBefore(Instant time) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("delete from request where ended_at < ?")) {
            delete.setObject(1, time.atOffset(ZoneOffset.UTC));
            return delete.executeUpdate();
        }
    }
}
