package io.dispatcher.monitors;

import io.dispatcher.database.Sql;
import io.dispatcher.history.IdTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Forgets rows of a table that hang on monitors and have an id of their time. Blocking; thread-safe. */
final class Retention {
    private static final int AT_ONCE = 1_000;

    private final DataSource database;
    private final String old;
    private final String surplus;
    private final String orphans;

    /** @param table with {@code id} and {@code monitor_id} */
    Retention(DataSource database, String table) {
        this.database = database;
        // The monitor twice: the index begins with it, both for finding and for deleting.
        old = "delete from " + table + " where monitor_id = ? and id in (select id from " + table
                + " where monitor_id = ? and id <= ? limit " + AT_ONCE + ")";
        surplus = "select id from " + table + " where monitor_id = ? order by monitor_id, id desc limit 1 offset ?";
        orphans = "delete from " + table + " where id in (select id from " + table
                + " where monitor_id not in (select id from monitor) limit " + AT_ONCE + ")";
    }

    /**
     * Removes what is too old or too much, and what belonged to monitors that are no more, in small transactions.
     *
     * @param most rows of each monitor that stay
     */
    void forget(Instant oldest, int most) throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (String id : Sql.select(connection, "select id from monitor", row -> row.getString(1))) {
                all(connection, old, id, id, IdTime.least(oldest));
                List<UUID> beyond = Sql.select(connection, surplus, row -> row.getObject(1, UUID.class), id, most);
                for (UUID newest : beyond) {
                    all(connection, old, id, id, newest);
                }
            }
            all(connection, orphans);
        }
    }

    private static void all(Connection connection, String delete, Object... values) throws SQLException {
        int removed = AT_ONCE;
        while (removed == AT_ONCE && !Thread.currentThread().isInterrupted()) {
            removed = Sql.update(connection, delete, values);
        }
    }
}
