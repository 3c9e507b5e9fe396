package io.dispatcher.ping;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.protocol.PingOrder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Events that are kept for readers that come and go. */
class StoredTaskTest {
    private long nanos;
    private final StoredTask task = new StoredTask(
            new PingTask(
                    UUID.randomUUID(),
                    new PingTaskRequest(null, new PingOrder(List.of("a"), 100, 3, 1_000, 0, 56, "any", null)),
                    null,
                    InstantSource.system(),
                    new PingTask.Surroundings(List.of(), new PairRecords(List.of()), ended -> {}, () -> nanos)),
            () -> nanos);

    private void event(String text) {
        task.event("reply", text.getBytes(StandardCharsets.UTF_8), false);
    }

    private static List<String> texts(StoredTask.Page page) {
        return page.events().stream()
                .map(event -> new String(event, StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void eventsAreReadAfterANumberAndToTheEnd() {
        event("1");
        event("2");
        event("3");
        assertThat(texts(task.after(0, 2))).containsExactly("1", "2");
        assertThat(task.after(0, 2).next()).isEqualTo(2);
        assertThat(texts(task.after(2, 10))).containsExactly("3");
        assertThat(task.after(3, 10).next()).isEqualTo(3);
        assertThat(task.after(99, 10).next()).isEqualTo(3);
        assertThat(task.after(2, 10).done()).isFalse();

        task.end();

        assertThat(task.after(0, 2).done()).isFalse();
        assertThat(task.after(2, 10).done()).isTrue();
        assertThat(task.after(3, 10).done()).isTrue();
    }

    @Test
    void aReaderIsWokenOnceByTheNextEventOrTheEnd() {
        AtomicInteger woken = new AtomicInteger();
        assertThat(task.whenAfter(0, woken::incrementAndGet)).isTrue();
        assertThat(woken).hasValue(0);
        event("1");
        event("2");
        assertThat(woken).hasValue(1);
        assertThat(task.whenAfter(1, woken::incrementAndGet)).isTrue();
        assertThat(woken).hasValue(2);

        assertThat(task.whenAfter(2, woken::incrementAndGet)).isTrue();
        task.end();
        assertThat(woken).hasValue(3);
    }

    @Test
    void atMostAHundredWait() {
        for (int i = 0; i < 100; i++) {
            assertThat(task.whenAfter(0, () -> {})).isTrue();
        }
        assertThat(task.whenAfter(0, () -> {})).isFalse();
    }

    @Test
    void theOldestEventsGoWhenThereAreTooManyBytes() {
        byte[] large = new byte[StoredTask.MOST_BYTES / 4];
        for (int i = 0; i < 6; i++) {
            task.event("reply", large, false);
        }
        StoredTask.Page page = task.after(0, 10);
        assertThat(page.first()).isEqualTo(3);
        assertThat(page.events()).hasSize(4);
        assertThat(page.next()).isEqualTo(6);
    }

    @Test
    void itIsForgottenAWhileAfterItsEnd() {
        task.end();
        nanos = 100;
        assertThat(task.doneFor(100)).isFalse();
        nanos = 101;
        assertThat(task.doneFor(100)).isTrue();
    }
}
