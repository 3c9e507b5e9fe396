package io.dispatcher.monitors;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.config.Settings;
import io.dispatcher.database.Database;
import io.dispatcher.database.Sql;
import io.dispatcher.history.IdTime;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path directory;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(Settings.of(Map.of("dispatcher.data-dir", directory.toString())));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void monitor(String id) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            OffsetDateTime time = OffsetDateTime.parse("2026-03-01T12:00:00Z");
            Sql.update(
                    connection,
                    "insert into monitor (id, name, definition, paused, created_at, next_run, run_until, state, state_since)"
                            + " values (?, ?, '{}', false, ?, 0, 0, 'up', ?)",
                    id,
                    id,
                    time,
                    time);
        }
    }

    /** One a second up to noon. */
    private void changes(String monitor, int count) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            for (int ago = 0; ago < count; ago++) {
                Sql.update(
                        connection,
                        "insert into monitor_change (id, monitor_id, state_before, state_after, reason)"
                                + " values (?, ?, 'up', 'down', '')",
                        at(ago, monitor.hashCode()),
                        monitor);
            }
        }
    }

    private static UUID at(int secondsAgo, int salt) {
        UUID least = IdTime.least(NOON.minusSeconds(secondsAgo));
        return new UUID(least.getMostSignificantBits(), least.getLeastSignificantBits() | salt & 0xFFFF);
    }

    private List<UUID> left(String monitor) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return Sql.select(
                    connection,
                    "select id from monitor_change where monitor_id = ? order by id desc",
                    row -> row.getObject(1, UUID.class),
                    monitor);
        }
    }

    private void forget(Duration kept, int most) throws SQLException {
        new Retention(database.dataSource(), "monitor_change").forget(NOON.minus(kept), most);
    }

    @Test
    void whatIsTooOldGoesHoweverMuchItIs() throws Exception {
        monitor("a");
        monitor("b");
        changes("a", 2_500);
        changes("b", 10);

        forget(Duration.ofSeconds(100), 1_000_000);

        assertThat(left("a")).hasSize(101).startsWith(at(0, "a".hashCode())).endsWith(at(100, "a".hashCode()));
        assertThat(left("b")).hasSize(10);
    }

    @Test
    void theNewestOfEachMonitorStay() throws Exception {
        monitor("a");
        monitor("b");
        changes("a", 50);
        changes("b", 20);

        forget(Duration.ofHours(1), 20);

        assertThat(left("a")).hasSize(20).startsWith(at(0, "a".hashCode())).endsWith(at(19, "a".hashCode()));
        assertThat(left("b")).hasSize(20);
    }

    @Test
    void thoseOfMonitorsThatAreNoMoreGo() throws Exception {
        monitor("a");
        changes("a", 5);
        changes("gone", 2_100);

        forget(Duration.ofHours(1), 100);

        assertThat(left("a")).hasSize(5);
        assertThat(left("gone")).isEmpty();
    }
}
