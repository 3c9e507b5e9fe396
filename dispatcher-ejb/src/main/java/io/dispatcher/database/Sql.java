package io.dispatcher.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Statements with their values; times are written as the database wants them. */
public final class Sql {
    /** Class of the SQL states of violated constraints. */
    private static final String INTEGRITY = "23";

    private Sql() {}

    /** Makes a value of a row. */
    @FunctionalInterface
    public interface Row<T> {
        /** Null: left out. */
        @Nullable
        T of(ResultSet row) throws SQLException;
    }

    /** What is done in one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    public static <T> T inOne(DataSource database, Work<T> work) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException e) {
                connection.rollback();
                throw typed(e);
            } catch (RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    /** PostgreSQL's driver has one class for all. */
    private static SQLException typed(SQLException e) {
        boolean violated = e.getSQLState() != null && e.getSQLState().startsWith(INTEGRITY);
        return violated ? new SQLIntegrityConstraintViolationException(e.getMessage(), e.getSQLState(), e) : e;
    }

    public static int update(Connection connection, String statement, @Nullable Object... values) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            fill(prepared, values);
            return prepared.executeUpdate();
        }
    }

    public static <T> List<T> select(Connection connection, String statement, Row<T> row, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            fill(prepared, values);
            try (ResultSet rows = prepared.executeQuery()) {
                List<T> all = new ArrayList<>();
                while (rows.next()) {
                    T value = row.of(rows);
                    if (value != null) {
                        all.add(value);
                    }
                }
                return all;
            }
        }
    }

    public static void fill(PreparedStatement prepared, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            prepared.setObject(i + 1, value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
        }
    }

    public static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** Of a column that is never null. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    public static @Nullable Double number(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }
}
