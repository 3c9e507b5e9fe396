package io.dispatcher.mocks;

import io.dispatcher.database.DatabaseException;
import io.dispatcher.dispatch.InvalidRequestException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Mocks in the database. Each change makes a new revision of all of them, so that other nodes notice it by one number. */
final class MockStore {
    private static final System.Logger LOG = System.getLogger(MockStore.class.getName());

    private final DataSource database;
    private final MockParser parser;

    MockStore(DataSource database, MockParser parser) {
        this.database = database;
        this.parser = parser;
    }

    private interface Change {
        boolean in(Connection connection) throws SQLException;
    }

    long revision() {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("select revision from mock_revision");
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException e) {
            throw away(e);
        }
    }

    /** The oldest first. */
    List<Mock> all() {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("select id, definition from mock order by id");
                ResultSet rows = select.executeQuery()) {
            List<Mock> all = new ArrayList<>();
            while (rows.next()) {
                read(rows.getString(1), rows.getString(2), all);
            }
            return all;
        } catch (SQLException e) {
            throw away(e);
        }
    }

    private void read(String id, String definition, List<Mock> into) {
        try {
            into.add(parser.parse(id, definition.getBytes(StandardCharsets.UTF_8)));
        } catch (InvalidRequestException e) {
            LOG.log(Level.WARNING, "mock {0} is not understood and left alone: {1}", id, e.getMessage());
        }
    }

    Map<String, Long> hits() {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("select id, hits from mock");
                ResultSet rows = select.executeQuery()) {
            Map<String, Long> hits = new HashMap<>();
            while (rows.next()) {
                hits.put(rows.getString(1), rows.getLong(2));
            }
            return hits;
        } catch (SQLException e) {
            throw away(e);
        }
    }

    /** False if there are as many as may be. */
    boolean add(Mock mock, int most) {
        return change(connection -> {
            try (PreparedStatement count = connection.prepareStatement("select count(*) from mock");
                    ResultSet row = count.executeQuery()) {
                row.next();
                if (row.getLong(1) >= most) {
                    return false;
                }
            }
            return update(
                            connection,
                            "insert into mock (id, definition, hits) values (?, ?, 0)",
                            mock.id(),
                            mock.definition().toString())
                    == 1;
        });
    }

    boolean replace(Mock mock) {
        return change(connection -> update(
                        connection,
                        "update mock set definition = ? where id = ?",
                        mock.definition().toString(),
                        mock.id())
                == 1);
    }

    boolean delete(String id) {
        return change(connection -> update(connection, "delete from mock where id = ?", id) == 1);
    }

    void addHits(Map<String, Long> hits) {
        try (Connection connection = database.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("update mock set hits = hits + ? where id = ?")) {
            for (Map.Entry<String, Long> hit : hits.entrySet()) {
                update.setLong(1, hit.getValue());
                update.setString(2, hit.getKey());
                update.addBatch();
            }
            update.executeBatch();
        } catch (SQLException e) {
            throw away(e);
        }
    }

    private boolean change(Change change) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                // First, so that two of these wait for each other: the number of mocks is counted by one at a time.
                update(connection, "update mock_revision set revision = revision + 1");
                boolean done = change.in(connection);
                if (done) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
                return done;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw away(e);
        }
    }

    private static int update(Connection connection, String statement, String... values) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                prepared.setString(i + 1, values[i]);
            }
            return prepared.executeUpdate();
        }
    }

    private static DatabaseException away(SQLException e) {
        return new DatabaseException("the mocks' table did not answer: " + e.getMessage(), e);
    }
}
