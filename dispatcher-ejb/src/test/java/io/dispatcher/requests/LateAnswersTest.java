package io.dispatcher.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.config.Settings;
import io.dispatcher.database.Database;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.history.DurableRecords;
import io.dispatcher.history.History;
import io.dispatcher.history.Sample;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a late answer does to the state of a durable request. */
@Timeout(60)
class LateAnswersTest {
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final LateAnswers late = new LateAnswers();
    private Database database;
    private RequestStore store;
    private RequestIds ids;

    @BeforeEach
    void open(@TempDir Path dataDir) {
        database = Database.open(Settings.of(Map.of("dispatcher.data-dir", dataDir.toString())));
        store = new RequestStore(database.dataSource());
        ids = new RequestIds("a secret of at least thirty-two bytes".getBytes(StandardCharsets.UTF_8));
        late.start(ids, new History(database::entities), store, Clock.systemUTC(), timer);
    }

    @AfterEach
    void close() {
        timer.shutdown();
        database.close();
    }

    private Sample ended(RequestState state, FailureType why) throws Exception {
        Sample sample = Sample.of(ids.next(), Instant.now()).agent("a1").failed(why);
        new DurableRecords(database.dataSource())
                .store(List.of(DurableRecords.encode(sample.build(), "node-1")), connection -> {});
        store.finish(
                List.of(new RequestOutcome(
                        sample.id(), state, 502, new byte[] {'{', '}'}, null, Instant.now(), Map.of(), new byte[0])),
                Instant.now());
        return sample;
    }

    private RequestStore.Ended state(Sample sample) throws Exception {
        return store.find(sample.id());
    }

    @Test
    void whatWasLostAndIsAnsweredAfterAllIsCompletedWithItsAnswer() throws Exception {
        Sample sample = ended(RequestState.FAILED, FailureType.AGENT_LOST);

        late.answeredLate(sample.late(Instant.now()));

        await().until(() -> state(sample).state() == RequestState.COMPLETED);
        assertThat(state(sample).httpStatus()).isEqualTo(200);
        assertThat(new String(state(sample).answer(), StandardCharsets.UTF_8))
                .contains(
                        "\"request_id\":\"" + sample.id() + "\"",
                        "\"agent_id\":\"a1\"",
                        "\"status_code\":200",
                        "hello");
    }

    @Test
    void neitherWhatWasCancelledNorAnotherAgentsAnswerChangesAnything() throws Exception {
        Sample cancelled = ended(RequestState.CANCELLED, FailureType.CANCELLED);
        Sample lost = ended(RequestState.FAILED, FailureType.AGENT_LOST);
        Sample expired = ended(RequestState.EXPIRED, FailureType.EXPIRED);

        late.answeredLate(cancelled.late(Instant.now()));
        late.answeredLate(lost.late(Instant.now(), "a2"));
        late.answeredLate(expired.late(Instant.now()));

        await().until(() -> state(expired).state() == RequestState.COMPLETED);
        assertThat(state(cancelled).state()).isEqualTo(RequestState.CANCELLED);
        assertThat(state(lost).state()).isEqualTo(RequestState.FAILED);
    }

    @Test
    void anIdThatIsNoDurableRequestsCostsNothing() {
        late.answeredLate(Sample.at(Instant.now()).late(Instant.now()));

        assertThat(((ScheduledThreadPoolExecutor) timer).getTaskCount()).isZero();
    }
}
