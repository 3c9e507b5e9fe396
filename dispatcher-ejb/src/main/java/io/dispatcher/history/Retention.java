package io.dispatcher.history;

import io.dispatcher.config.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;
import javax.sql.DataSource;

/** Forgets what is too old or too much, in small transactions so that writers and readers hardly notice. */
final class Retention {
    private static final int AT_ONCE = 1000;
    private static final String OLD =
            "delete from history where id in (select id from history where id < ? order by id limit " + AT_ONCE + ")";
    private static final String SURPLUS = "delete from history where id in (select id from history where id <="
            + " (select id from history order by id desc limit 1 offset ?) order by id limit " + AT_ONCE + ")";

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
        long removed = repeat(OLD, oldest);
        return settings.limit() > 0 ? removed + repeat(SURPLUS, settings.limit()) : removed;
    }

    private long repeat(String statement, Object bound) throws SQLException {
        long removed = 0;
        int last = AT_ONCE;
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement(statement)) {
            while (last == AT_ONCE && !Thread.currentThread().isInterrupted()) {
                delete.setObject(1, bound);
                last = delete.executeUpdate();
                removed += last;
            }
        }
        return removed;
    }
}
