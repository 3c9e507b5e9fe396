package io.dispatcher.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.config.Settings;
import io.dispatcher.database.Database;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.LateAnswer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same behaviour on both databases. */
class HistoryTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    abstract static class OnOneDatabase {
        private Database database;
        private History history;

        abstract Settings settings();

        private void open() {
            database = Database.open(settings());
            history = new History(database::entities);
        }

        @AfterEach
        void close() throws Exception {
            try (var connection = database.dataSource().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("delete from history");
            }
            database.close();
        }

        private void store(List<Sample> samples) throws Exception {
            write(JournalBytes.of(UUID.randomUUID(), samples.toArray(Sample[]::new)));
        }

        /** Each message in one transaction. */
        private Set<UUID> write(byte[]... messages) throws SQLException {
            Set<UUID> corrected = new HashSet<>();
            try (Connection connection = database.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                for (byte[] message : messages) {
                    corrected.addAll(
                            new HistoryWriter(database.dataSource()).write(connection, JournalBytes.records(message)));
                    connection.commit();
                }
            }
            return corrected;
        }

        @Test
        void a_record_comes_back_whole_and_without_secrets() throws Exception {
            open();
            Sample sample = Sample.at(NOON).agent("a1").status(200);
            store(List.of(sample));

            History.Whole whole = history.find(sample.id()).orElseThrow();

            assertThat(whole.item().time()).isEqualTo(NOON);
            assertThat(whole.item().statusCode()).isEqualTo(200);
            assertThat(whole.item().agentId()).isEqualTo("a1");
            assertThat(whole.detail().request().headers()).anySatisfy(header -> {
                assertThat(header.name()).isEqualTo("authorization");
                assertThat(header.value()).isEqualTo(Redaction.MARK);
            });
            assertThat(whole.detail().response()).isNotNull();
            assertThat(new String(whole.detail().response().body(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("hello");
            assertThat(whole.detail().hops()).hasSize(2);
        }

        @Test
        void a_record_that_is_stored_just_after_its_answer_is_waited_for() throws Exception {
            open();
            Sample late = Sample.at(Instant.now());
            AtomicInteger looks = new AtomicInteger();
            History impatient = new History(() -> {
                if (looks.incrementAndGet() == 2) {
                    storeUnchecked(late);
                }
                return database.entities();
            });

            assertThat(impatient.await(late.id())).isPresent();
            assertThat(looks).hasValue(2);
        }

        @Test
        void nobody_waits_for_a_record_that_can_no_longer_come() {
            open();
            AtomicInteger looks = new AtomicInteger();
            History counted = new History(() -> {
                looks.incrementAndGet();
                return database.entities();
            });

            assertThat(counted.await(IdTime.least(Instant.now().minus(1, ChronoUnit.HOURS))))
                    .isEmpty();
            assertThat(counted.await(UUID.randomUUID())).isEmpty();
            assertThat(looks).hasValue(2);
        }

        private void storeUnchecked(Sample sample) {
            try {
                store(List.of(sample));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Test
        void a_batch_that_comes_twice_is_stored_once() throws Exception {
            open();
            byte[] message = JournalBytes.of(UUID.randomUUID(), Sample.at(NOON), Sample.at(NOON.plusMillis(1)));

            write(message, message);

            assertThat(history.list(HistoryQuery.newest(10)).items()).hasSize(2);
        }

        @Test
        void a_record_the_database_refuses_is_counted_and_holds_up_no_other() throws Exception {
            open();
            Sample before = Sample.at(NOON);
            Sample wrong = Sample.at(NOON.plusMillis(1)).agent("too long".repeat(20));
            Sample after = Sample.at(NOON.plusMillis(2));
            HistoryWriter writer = new HistoryWriter(database.dataSource());

            writer.writeEach(JournalBytes.records(JournalBytes.of(UUID.randomUUID(), before, wrong, after)));

            assertThat(history.list(HistoryQuery.newest(10)).items())
                    .extracting(HistoryItem::id)
                    .containsExactly(after.id(), before.id());
            assertThat(writer.lost()).isEqualTo(1);
        }

        @Test
        void a_late_answer_corrects_the_failed_record_of_its_agent_and_nothing_else() throws Exception {
            open();
            Sample failed = Sample.at(NOON).agent("a1").failed(FailureType.AGENT_LOST);
            Sample others = Sample.at(NOON).agent("a2").failed(FailureType.AGENT_LOST);
            Sample answered = Sample.at(NOON).agent("a1").status(404);
            store(List.of(failed, others, answered));
            Sample unknown = Sample.at(NOON);
            byte[] message = JournalBytes.late(Stream.of(failed, others, answered, unknown)
                    .map(sample -> sample.late(NOON.plusSeconds(20)))
                    .toArray(LateAnswer[]::new));

            assertThat(write(message)).containsExactly(failed.id());
            assertThat(write(message)).isEmpty();

            History.Whole whole = history.find(failed.id()).orElseThrow();
            assertThat(whole.item().error()).isNull();
            assertThat(whole.item().statusCode()).isEqualTo(200);
            assertThat(whole.item().method()).isEqualTo("GET");
            assertThat(whole.detail().failureDetail()).isNull();
            assertThat(whole.detail().response()).isNotNull();
            assertThat(whole.detail().request().headers()).isNotEmpty();
            assertThat(whole.detail().hops()).hasSize(3).last().satisfies(hop -> assertThat(hop.atMs())
                    .isEqualTo(20_000));
            assertThat(history.find(others.id()).orElseThrow().item().error()).isEqualTo("agent-lost");
            assertThat(history.find(answered.id()).orElseThrow().item().statusCode())
                    .isEqualTo(404);
            assertThat(history.find(unknown.id())).isEmpty();
        }

        @Test
        void pages_go_from_the_newest_to_the_oldest_without_gap_or_repetition() throws Exception {
            open();
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                samples.add(Sample.at(NOON.plusMillis(i)).url("http://t/" + i));
            }
            store(samples);

            List<String> urls = new ArrayList<>();
            HistoryQuery query = HistoryQuery.parse(Map.of("limit", "10"));
            History.Page page = history.list(query);
            while (true) {
                page.items().forEach(item -> urls.add(item.url()));
                if (page.nextCursor() == null) {
                    break;
                }
                page = history.list(HistoryQuery.parse(Map.of("limit", "10", "cursor", page.nextCursor())));
            }

            assertThat(urls)
                    .hasSize(25)
                    .doesNotHaveDuplicates()
                    .startsWith("http://t/24")
                    .endsWith("http://t/0");
        }

        @Test
        void every_filter_keeps_only_what_it_names() throws Exception {
            open();
            store(List.of(
                    Sample.at(NOON)
                            .agent("a1")
                            .source("2001:db8::1")
                            .method("GET")
                            .status(200)
                            .url("http://x/50%_a"),
                    Sample.at(NOON.plusSeconds(100))
                            .agent("a2")
                            .source("2001:db8::2")
                            .method("POST")
                            .status(404),
                    Sample.at(NOON.plusSeconds(200)).agent("a1").failed(FailureType.TARGET_DNS)));

            assertThat(count("agent_id", "a1")).isEqualTo(2);
            assertThat(count("source_address", "2001:db8::2")).isEqualTo(1);
            assertThat(count("method", "post")).isEqualTo(1);
            assertThat(count("status", "404")).isEqualTo(1);
            assertThat(count("status", "4xx")).isEqualTo(1);
            assertThat(count("status", "2XX")).isEqualTo(1);
            assertThat(count("status", "error")).isEqualTo(1);
            assertThat(count("url", "0%_")).isEqualTo(1);
            assertThat(count("kind", "execute")).isEqualTo(3);
            assertThat(count("kind", "ping")).isZero();
            assertThat(count("since", NOON.plusSeconds(100).toString())).isEqualTo(2);
            assertThat(count("until", NOON.plusSeconds(100).toString())).isEqualTo(1);
            assertThat(count("agent_id", "nobody")).isZero();
        }

        private int count(String name, String value) {
            return history.list(HistoryQuery.parse(Map.of(name, value))).items().size();
        }

        @Test
        void retention_removes_by_age_and_by_number_the_oldest_first() throws Exception {
            open();
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                samples.add(Sample.at(NOON.plusSeconds(i)).url("http://t/" + i));
            }
            store(samples);
            Clock clock = Clock.fixed(NOON.plusSeconds(110), ZoneOffset.UTC);

            long old = new Retention(database.dataSource(), new Settings.History(0, 100), clock).run();
            long surplus = new Retention(database.dataSource(), new Settings.History(7, 1000), clock).run();

            assertThat(old).isEqualTo(10);
            assertThat(surplus).isEqualTo(13);
            List<HistoryItem> left = history.list(HistoryQuery.newest(100)).items();
            assertThat(left).hasSize(7);
            assertThat(left.get(6).url()).isEqualTo("http://t/23");
        }
    }

    @Nested
    class Embedded extends OnOneDatabase {
        @TempDir
        private Path dataDir;

        @Override
        Settings settings() {
            return Settings.of(Map.of("dispatcher.data-dir", dataDir.toString()));
        }
    }

    @Nested
    class PostgreSql extends OnOneDatabase {
        private static EmbeddedPostgres server;

        @Override
        Settings settings() {
            try {
                if (server == null) {
                    server = EmbeddedPostgres.start();
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return Settings.of(Map.of(
                    "dispatcher.db-url", server.getJdbcUrl("postgres", "postgres"), "dispatcher.db-user", "postgres"));
        }

        @AfterAll
        static void stop() throws IOException {
            if (server != null) {
                server.close();
            }
        }
    }

    @Test
    void the_time_in_an_id_bounds_what_was_accepted_then() {
        assertThat(IdTime.least(NOON)).isLessThanOrEqualTo(Sample.at(NOON).id());
        assertThat(IdTime.least(NOON.plus(1, ChronoUnit.MILLIS)))
                .isGreaterThan(Sample.at(NOON).id());
    }
}
