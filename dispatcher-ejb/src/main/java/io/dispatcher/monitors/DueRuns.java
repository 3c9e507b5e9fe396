package io.dispatcher.monitors;

import io.dispatcher.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Which runs are due, and who has them: the node that advances {@code next_run} from the value it read. A run that goes on keeps others off until it has
 * ended or its lease has. Blocking; thread-safe.
 */
final class DueRuns {
    private final DataSource database;
    private final String node;

    DueRuns(DataSource database, String node) {
        this.database = database;
        this.node = node;
    }

    /** One that is due; times in milliseconds since the epoch. */
    record Due(String id, String definition, @Nullable String caller, long nextRun) {}

    /** The longest waiting first. */
    List<Due> due(long now, int most) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.select(
                    connection,
                    "select id, definition, caller, next_run from monitor where paused = false and next_run <= ?"
                            + " and run_until <= ? order by next_run limit ?",
                    row -> new Due(row.getString(1), row.getString(2), row.getString(3), row.getLong(4)),
                    now,
                    now,
                    most);
        }
    }

    /**
     * Takes it.
     *
     * @param next when the next one is due
     * @param until end of the lease
     * @return null if another node was quicker, or it was changed meanwhile
     */
    @Nullable
    UUID claim(Due due, long next, long until, long now) throws SQLException {
        UUID run = UUID.randomUUID();
        try (Connection connection = database.getConnection()) {
            boolean ours = Sql.update(
                            connection,
                            "update monitor set next_run = ?, run_id = ?, run_until = ?, run_node = ?"
                                    + " where id = ? and next_run = ? and run_until <= ? and paused = false",
                            next,
                            run.toString(),
                            until,
                            node,
                            due.id,
                            due.nextRun,
                            now)
                    == 1;
            return ours ? run : null;
        }
    }

    /** Leaves it out. */
    void skip(Due due, long next) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Sql.update(
                    connection,
                    "update monitor set next_run = ? where id = ? and next_run = ?",
                    next,
                    due.id,
                    due.nextRun);
        }
    }

    /** At the start: what this node had under way died with it. */
    void releaseOwn() throws SQLException {
        try (Connection connection = database.getConnection()) {
            Sql.update(connection, "update monitor set run_id = null, run_until = 0 where run_node = ?", node);
        }
    }

    /**
     * Ends it, within a transaction.
     *
     * @return false if it is not this run's any more
     */
    static boolean end(Connection connection, String id, UUID run, Instant now) throws SQLException {
        return Sql.update(
                        connection,
                        "update monitor set run_id = null, run_until = 0, last_run = ? where id = ? and run_id = ?",
                        now,
                        id,
                        run.toString())
                == 1;
    }
}
