package io.dispatcher.requests;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.config.Settings;
import io.dispatcher.database.Database;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweeperTest {
    private static final Instant ENDS_BY = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LONG_AFTER = ENDS_BY.plus(Duration.ofMinutes(10));

    private final UUID id = UUID.randomUUID();
    private Database database;
    private RequestStore store;
    private Sweeper sweeper;
    private @Nullable Instant readUpTo;

    @BeforeEach
    void open(@TempDir Path directory) throws SQLException {
        database = Database.open(Settings.of(Map.of("dispatcher.data-dir", directory.toString())));
        store = new RequestStore(database.dataSource());
        Waiters nobody = new Waiters(store, 1, System::nanoTime);
        sweeper = new Sweeper(store, nobody, () -> readUpTo, () -> LONG_AFTER);
        store.inOne(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into request (id, status, caller, idempotency_key, body_hash, stored, claimed_at, ends_by)"
                            + " values (?,'queued','','key','hash',true,?,?)")) {
                insert.setObject(1, id);
                insert.setObject(2, RequestStore.at(ENDS_BY.minusSeconds(60)));
                insert.setObject(3, RequestStore.at(ENDS_BY));
                insert.executeUpdate();
            }
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aRequestWhoseOutcomeMayWaitUnreadIsNotEnded() throws SQLException {
        readUpTo = ENDS_BY.minusSeconds(1);
        sweeper.sweep();
        sweeper.sweep();
        assertThat(store.find(id)).isNull();

        store.finish(List.of(completed()), LONG_AFTER);
        readUpTo = LONG_AFTER;
        sweeper.sweep();
        sweeper.sweep();
        assertThat(store.find(id).state()).isEqualTo(RequestState.COMPLETED);
    }

    @Test
    void whatNobodyHeardOfIsEndedTheSecondTimeThatAllOutcomesWereRead() throws SQLException {
        readUpTo = LONG_AFTER;
        sweeper.sweep();
        assertThat(store.find(id)).isNull();
        sweeper.sweep();
        assertThat(store.find(id).state()).isEqualTo(RequestState.FAILED);
    }

    @Test
    void whileItIsNotKnownWhatWasReadNothingIsEnded() throws SQLException {
        sweeper.sweep();
        sweeper.sweep();
        assertThat(store.find(id)).isNull();
    }

    private RequestOutcome completed() {
        byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
        return new RequestOutcome(
                id, RequestState.COMPLETED, 200, answer, null, ENDS_BY.minusSeconds(60), Map.of(), new byte[0]);
    }
}
