package io.dispatcher.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispatcher.config.Settings;
import io.dispatcher.database.Database;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.history.DurableRecords;
import io.dispatcher.history.HistoryWriter;
import io.dispatcher.history.JournalBytes;
import io.dispatcher.history.Sample;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How events get their numbers, on both databases. */
class SequencerTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    abstract static class OnOneDatabase {
        private final EventFigures figures = new EventFigures();
        private Instant now = NOON;
        private Database database;
        private EventLog log;
        private Sequencer sequencer;
        private long messages;

        abstract Settings settings();

        @BeforeEach
        void open() {
            database = Database.open(settings());
            log = new EventLog(database.dataSource());
            sequencer = sequencer();
        }

        private Sequencer sequencer() {
            return new Sequencer(
                    database.dataSource(),
                    new HistoryWriter(database.dataSource()),
                    (InstantSource) () -> now,
                    figures);
        }

        @AfterEach
        void close() throws Exception {
            try (var connection = database.dataSource().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("delete from history");
                statement.execute("delete from event_block");
                statement.execute("update event_log set last_number = 0");
            }
            database.close();
        }

        private JournalMessage message(byte[] body) {
            return new JournalMessage(++messages, body);
        }

        private JournalMessage requests(Sample... samples) {
            return message(JournalBytes.of(UUID.randomUUID(), samples));
        }

        private JournalMessage note(String type) {
            return message(
                    new NoteBatch(UUID.randomUUID(), "node-2", List.of(new Note(type, NOON, "{\"a\":1}"))).encode());
        }

        private List<Event> keep(JournalMessage... some) throws SQLException {
            return sequencer.keep(List.of(some)).stream()
                    .flatMap(block -> block.read().stream())
                    .toList();
        }

        private int historyRows() throws SQLException {
            try (var connection = database.dataSource().getConnection();
                    var rows = connection.createStatement().executeQuery("select count(*) from history")) {
                rows.next();
                return rows.getInt(1);
            }
        }

        @Test
        void numbersHaveNoHolesAndNoRepetitions() throws Exception {
            List<Event> published = new ArrayList<>();
            published.addAll(keep(requests(Sample.at(NOON), Sample.at(NOON)), note("agent.connected")));
            sequencer = sequencer();
            published.addAll(keep(requests(Sample.at(NOON))));

            assertThat(published).extracting(Event::number).containsExactly(1L, 2L, 3L, 4L);
            assertThat(log.after(0, 100)).isEqualTo(published);
            assertThat(log.last()).isEqualTo(4);
            assertThat(figures.numbered()).isEqualTo(4);
            assertThat(historyRows()).isEqualTo(3);
        }

        @Test
        void aRequestsEventSaysHowItEndedAndNoSecret() throws Exception {
            Sample completed = Sample.at(NOON)
                    .url("http://user:secret@target.example/path")
                    .status(404);
            List<Event> events = keep(requests(
                    completed,
                    Sample.at(NOON).failed(FailureType.TARGET_DNS),
                    Sample.at(NOON).failed(FailureType.EXPIRED),
                    Sample.at(NOON).failed(FailureType.NO_AGENT_AVAILABLE),
                    Sample.at(NOON).failed(FailureType.CANCELLED)));

            assertThat(events)
                    .extracting(Event::type)
                    .containsExactly(
                            "request.completed",
                            "request.failed",
                            "request.expired",
                            "request.expired",
                            "request.cancelled");
            JsonNode event = JSON.readTree(events.get(0).cloudEvent());
            assertThat(event.path("specversion").asText()).isEqualTo("1.0");
            assertThat(event.path("id").isTextual()).isTrue();
            assertThat(event.path("id").asText()).isEqualTo("1");
            assertThat(event.path("type").asText()).isEqualTo("io.dispatcher.request.completed");
            assertThat(event.path("source").asText()).isEqualTo("/nodes/node-1");
            assertThat(event.path("time").asText()).isEqualTo("2026-03-01T12:00:00.005Z");
            assertThat(event.path("data"))
                    .isEqualTo(JSON.readTree(
                            "{\"request_id\":\"" + completed.id() + "\",\"kind\":\"execute\",\"method\":\"GET\","
                                    + "\"url\":\"http://[redacted]@target.example/path\",\"status_code\":404,\"error\":null,"
                                    + "\"agent_id\":\"agent-01\",\"source_address\":\"2001:db8::1\",\"duration_ms\":5.1,"
                                    + "\"caller\":null}"));
            assertThat(JSON.readTree(events.get(1).data()).path("error").asText())
                    .isEqualTo("target-dns");
            assertThat(JSON.readTree(events.get(1).data()).path("status_code").isNull())
                    .isTrue();
        }

        @Test
        void aMessageThatComesAgainIsPublishedWithTheNumbersItHas() throws Exception {
            JournalMessage first = requests(Sample.at(NOON), Sample.at(NOON));
            JournalMessage second = note("node.started");
            List<Event> before = keep(first, second);

            // The process died before the broker had committed; another one goes on.
            sequencer = sequencer();
            List<Event> again = keep(first, second, note("agent.connected"));

            assertThat(again.subList(0, 3)).isEqualTo(before);
            assertThat(again).hasSize(4).last().extracting(Event::number).isEqualTo(4L);
            assertThat(historyRows()).isEqualTo(2);
        }

        @Test
        void aBatchThatComesByTwoMessagesIsPublishedByOneOfThem() throws Exception {
            UUID batch = UUID.randomUUID();
            Sample sample = Sample.at(NOON);
            JournalMessage one = message(JournalBytes.of(batch, sample));
            JournalMessage other = message(JournalBytes.of(batch, sample));

            assertThat(keep(one, other)).hasSize(1);
            assertThat(keep(message(JournalBytes.of(batch, sample)))).isEmpty();
            assertThat(keep(other)).isEmpty();
            assertThat(keep(one)).extracting(Event::number).containsExactly(1L);
            assertThat(log.last()).isEqualTo(1);
        }

        @Test
        void oneMessageMayBringSeveralBatches() throws Exception {
            byte[] one = JournalBytes.of(UUID.randomUUID(), Sample.at(NOON));
            byte[] two = JournalBytes.of(UUID.randomUUID(), Sample.at(NOON));
            byte[] both = java.util.Arrays.copyOf(one, one.length + two.length);
            System.arraycopy(two, 0, both, one.length, two.length);

            assertThat(keep(message(both))).hasSize(2);
            assertThat(historyRows()).isEqualTo(2);
        }

        @Test
        void aDurableRequestIsOneEventHoweverOftenItsOutcomeComes() throws Exception {
            Sample sample = Sample.at(NOON).status(201);
            byte[] outcome = DurableEvent.encode(DurableRecords.encode(sample.build(), "node-1"));

            assertThat(keep(message(outcome), message(outcome))).singleElement().satisfies(event -> {
                assertThat(event.type()).isEqualTo("request.completed");
                assertThat(event.data()).contains(sample.id().toString()).contains("\"status_code\":201");
            });
            assertThat(keep(message(outcome))).isEmpty();
            assertThat(historyRows()).as("written by the reader of outcomes").isZero();
        }

        @Test
        void whatIsUnreadableHoldsUpNothing() throws Exception {
            assertThat(keep(
                            message("nonsense".getBytes(StandardCharsets.UTF_8)),
                            message(new byte[0]),
                            note("agent.connected")))
                    .extracting(Event::number)
                    .containsExactly(1L);
        }

        @Test
        void aRecordThatTheDatabaseRefusesIsAnEventAllTheSame() throws Exception {
            Sample wrong = Sample.at(NOON).agent("too long".repeat(20));

            assertThat(keep(requests(Sample.at(NOON), wrong), requests(Sample.at(NOON))))
                    .hasSize(3);

            assertThat(historyRows()).isEqualTo(2);
        }

        @Test
        void aLateAnswerIsAnEventIfItCorrectedSomething() throws Exception {
            Sample failed = Sample.at(NOON).agent("a1").failed(FailureType.AGENT_LOST);
            Sample answered = Sample.at(NOON).agent("a1");
            keep(requests(failed, answered));

            List<Event> late = keep(
                    message(JournalBytes.late(failed.late(NOON.plusSeconds(9)), answered.late(NOON.plusSeconds(9)))));

            assertThat(late).singleElement().satisfies(event -> {
                assertThat(event.type()).isEqualTo("request.corrected");
                assertThat(event.number()).isEqualTo(3);
                assertThat(event.data()).contains(failed.id().toString()).contains("\"status_code\":200");
            });
        }

        @Test
        void twoSequencersAtATimeGiveEachNumberOnce() throws Exception {
            ExecutorService two = Executors.newFixedThreadPool(2);
            CountDownLatch go = new CountDownLatch(1);
            List<Future<List<Event>>> all = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Sequencer one = sequencer();
                int from = 1_000 * (i + 1);
                all.add(two.submit(() -> {
                    go.await();
                    List<Event> events = new ArrayList<>();
                    for (int n = 0; n < 50; n++) {
                        byte[] body = JournalBytes.of(UUID.randomUUID(), Sample.at(NOON), Sample.at(NOON));
                        one.keep(List.of(new JournalMessage(from + n, body)))
                                .forEach(block -> events.addAll(block.read()));
                    }
                    return events;
                }));
            }
            go.countDown();
            List<Long> numbers = new ArrayList<>();
            for (Future<List<Event>> events : all) {
                events.get().forEach(event -> numbers.add(event.number()));
            }
            two.shutdown();

            assertThat(numbers)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, 200).boxed().toList());
        }

        @Test
        void readersGoOnFromAnyNumberAndSeeWhatIsForgotten() throws Exception {
            for (int i = 0; i < 12; i++) {
                keep(requests(Sample.at(NOON), Sample.at(NOON), Sample.at(NOON)));
            }
            now = NOON.plus(EventLog.RETENTION);
            keep(note("agent.connected"));

            assertThat(log.after(4, 5)).extracting(Event::number).containsExactly(5L, 6L, 7L, 8L, 9L);
            assertThat(log.after(34, 1_000)).extracting(Event::number).containsExactly(35L, 36L, 37L);
            assertThat(log.after(37, 10)).isEmpty();

            log.forgetBefore(NOON.plusSeconds(1));

            assertThat(log.after(4, 10)).extracting(Event::number).containsExactly(37L);
            assertThat(log.last()).isEqualTo(37);
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
                throw new UncheckedIOException(e);
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
}
