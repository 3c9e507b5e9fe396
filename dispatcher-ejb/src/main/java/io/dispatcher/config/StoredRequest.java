package io.dispatcher.config;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The stored default request: the JSON of an execution, run by one with an empty body. Kept in the database; blocking. */
public final class StoredRequest {
    private static final String NAME = "default-request";
    private final DataSource database;

    public StoredRequest(DataSource database) {
        this.database = database;
    }

    /** The JSON as it was stored, null if there is none. */
    public @Nullable String get() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select content from stored_setting where name = ?")) {
            select.setString(1, NAME);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /** Replaces it. */
    public void set(String json) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                execute(connection, "delete from stored_setting where name = ?", NAME);
                execute(connection, "insert into stored_setting (name, content) values (?, ?)", NAME, json);
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private static void execute(Connection connection, String statement, String... values) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                prepared.setString(i + 1, values[i]);
            }
            prepared.executeUpdate();
        }
    }
}
