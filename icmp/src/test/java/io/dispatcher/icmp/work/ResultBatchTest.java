package io.dispatcher.icmp.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.protocol.PingResult;
import io.dispatcher.protocol.PingResults;
import io.dispatcher.protocol.PingSummary;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ResultBatchTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<PingResult> sent = new CopyOnWriteArrayList<>();
    private final List<Integer> sizes = new CopyOnWriteArrayList<>();
    private volatile boolean room = true;
    private volatile boolean over;
    private final ResultBatch batch = new ResultBatch(this::take, timer);

    private boolean take(List<PingResult> results, boolean last) {
        if (room) {
            assertThat(over).as("after the last").isFalse();
            sent.addAll(results);
            sizes.add(results.size());
            over = last;
        }
        return room;
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private static PingResult timeout(int seq) {
        return new PingResult(0, PingResult.TIMEOUT, seq, null, null, null, null, null, 0L, null, null);
    }

    private static PingResult summary() {
        return PingResult.summary(0, PingSummary.nothing(0), 0);
    }

    @Test
    void resultsAreSentSoonAndInOrder() {
        batch.add(timeout(1));
        batch.add(timeout(2));
        await().until(() -> sent.size() == 2);
        batch.add(summary());
        batch.end();
        assertThat(over).isTrue();
        assertThat(sent).extracting(PingResult::seq).containsExactly(1, 2, null);
    }

    @Test
    void theFirstIsSentAtOnceTheNextTogether() {
        batch.add(timeout(1));
        assertThat(sizes).containsExactly(1);
        batch.add(timeout(2));
        batch.add(timeout(3));
        assertThat(sizes).containsExactly(1);
        batch.end();
        assertThat(sizes).containsExactly(1, 2);
    }

    @Test
    void aFrameHasABoundedNumber() {
        for (int i = 1; i <= 3 * PingResults.MOST + 7; i++) {
            batch.add(timeout(i));
        }
        batch.end();
        assertThat(sent).hasSize(3 * PingResults.MOST + 7);
        assertThat(sizes).allMatch(size -> size <= PingResults.MOST);
    }

    @Test
    void withoutRoomOnlyErrorsAndSummariesWait() {
        room = false;
        for (int i = 1; i <= 2 * PingResults.MOST; i++) {
            batch.add(timeout(i));
        }
        batch.add(PingResult.error(0, "why", 0));
        batch.add(summary());
        batch.end();
        assertThat(sent).isEmpty();

        room = true;

        await().until(() -> over);
        assertThat(sent).extracting(PingResult::type).containsExactly(PingResult.ERROR, PingResult.SUMMARY);
    }
}
