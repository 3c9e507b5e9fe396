package io.dispatcher.jms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QueueStatesTest {
    private long nanos = 5;
    private final QueueStates states = new QueueStates(() -> nanos);

    @Test
    void afterATransactionThatFailedEverySendIsAskedForForAWhile() {
        assertThat(states.inDoubt()).isFalse();
        states.doubt();
        assertThat(states.inDoubt()).isTrue();

        nanos += Duration.ofSeconds(30).toNanos();
        assertThat(states.inDoubt()).isFalse();
    }

    @Test
    void aQueueThatRefusedIsTriedAgainAfterFiveSeconds() {
        states.refused("q", "full");
        assertThat(states.refusal("q")).isEqualTo("full");

        nanos += Duration.ofSeconds(5).toNanos();
        assertThat(states.refusal("q")).isNull();
    }
}
