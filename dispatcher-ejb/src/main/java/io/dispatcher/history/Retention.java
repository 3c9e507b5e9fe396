package io.dispatcher.history;

import io.dispatcher.config.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Forgets what is too old or too much, in small transactions so that writers and readers hardly notice. */
final class Retention {
    private static final int AT_ONCE = 1000;
    private static final String DELETE =
            "delete from history where id in (select id from history where id <= ? limit " + AT_ONCE + ")";
    private static final String FIRST_SURPLUS = "select id from history order by id desc limit 1 offset ?";

    private final DataSource database;
    private final Settings.History settings;
    private final Clock clock;

    Retention(DataSource database, Settings.History settings, Clock clock) {
        this.database = database;
        this.settings = settings;
        this.clock = clock;
    }

    /** One round; returns how many records it removed. Stops early when the thread is interrupted. */
    long run() throws SQLException {
        UUID oldest = IdTime.least(clock.instant().minusSeconds(settings.maxAge()));
        try (Connection connection = database.getConnection()) {
            long removed = deleteFrom(connection, oldest);
            UUID surplus = settings.limit() > 0 ? firstSurplus(connection) : null;
            return surplus == null ? removed : removed + deleteFrom(connection, surplus);
        }
    }

    /** The newest of those beyond the limit, null if there are none. */
    private @Nullable UUID firstSurplus(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIRST_SURPLUS)) {
            select.setLong(1, settings.limit());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getObject(1, UUID.class) : null;
            }
        }
    }

    private static long deleteFrom(Connection connection, UUID newest) throws SQLException {
        long removed = 0;
        int last = AT_ONCE;
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            while (last == AT_ONCE && !Thread.currentThread().isInterrupted()) {
                delete.setObject(1, newest);
                last = delete.executeUpdate();
                removed += last;
            }
        }
        return removed;
    }
}
