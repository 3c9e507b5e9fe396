package io.dispatcher.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.history.RecordJournal.JournalException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How records get from the hot path to the journal. */
@Timeout(30)
class HistoryRecorderTest {
    private final Queue<List<UUID>> stored = new ConcurrentLinkedQueue<>();
    private HistoryRecorder recorder;

    @AfterEach
    void close() {
        recorder.close();
    }

    @Test
    void a_batch_does_not_wait_for_the_one_before_it_to_be_stored() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        start(batch -> {
            if (calls.incrementAndGet() == 1) {
                hold(release);
            }
            store(batch);
        });
        Sample slow = finished();
        await().until(() -> calls.get() == 1);

        Sample next = finished();

        await().until(() -> ids().equals(List.of(next.id())));
        release.countDown();
        await().until(() -> ids().contains(slow.id()));
    }

    @Test
    void under_load_records_are_gathered() {
        start(this::store);
        List<UUID> expected = new ArrayList<>();

        for (int i = 0; i < 2_000; i++) {
            expected.add(finished().id());
        }

        await().until(() -> ids().size() == 2_000);
        assertThat(ids()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(stored.size()).isLessThan(1_000);
        assertThat(stored).allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(HistoryBatch.MAX_RECORDS));
    }

    @Test
    void what_the_journal_refuses_is_offered_again() {
        AtomicInteger calls = new AtomicInteger();
        start(batch -> {
            if (calls.incrementAndGet() == 1) {
                throw new JournalException("away", new IllegalStateException());
            }
            store(batch);
        });

        Sample sample = finished();

        await().until(() -> ids().equals(List.of(sample.id())));
        assertThat(recorder.dropped()).isZero();
    }

    @Test
    void closing_gives_everything_to_the_journal_first() {
        start(this::store);
        List<UUID> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            expected.add(finished().id());
        }

        recorder.close();
        finished();

        assertThat(ids()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(recorder.dropped()).isEqualTo(1);
        assertThat(recorder.recorded()).isEqualTo(500);
    }

    @Test
    void what_finds_no_room_while_the_journal_refuses_is_counted_and_the_rest_arrives() {
        AtomicBoolean full = new AtomicBoolean(true);
        start(batch -> {
            if (full.get()) {
                throw new JournalException("full", new IllegalStateException());
            }
            store(batch);
        });
        int finished = RecordQueue.CAPACITY + 3_000;

        for (int i = 0; i < finished; i++) {
            finished();
        }
        assertThat(recorder.dropped()).isPositive();
        full.set(false);

        await().until(() -> recorder.recorded() + recorder.dropped() == finished);
        assertThat(ids()).hasSize((int) recorder.recorded()).doesNotHaveDuplicates();
    }

    private void start(RecordJournal.Sender sender) {
        recorder = new HistoryRecorder(() -> sender, "node-1");
        recorder.start();
    }

    private Sample finished() {
        Sample sample = Sample.at(Instant.now());
        recorder.finished(sample.build());
        return sample;
    }

    private void store(byte[] batch) {
        stored.add(JournalBytes.records(batch).stream().map(StoredRecord::id).toList());
    }

    private List<UUID> ids() {
        return stored.stream().flatMap(List::stream).toList();
    }

    private static void hold(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
