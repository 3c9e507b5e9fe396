package io.dispatcher.ping;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.dispatch.FailureType;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much may be under way at a time. */
class PingTasksTest {
    private static final List<String> MOST_TARGETS = IntStream.range(0, PingTaskRequest.MOST_TARGETS)
            .mapToObj(i -> "192.0.2." + i % 256)
            .toList();

    private final ScriptedPings pings = new ScriptedPings();

    private PingTasks.Begun begin(List<String> targets) {
        return pings.tasks.begin(
                new PingTaskRequest(null, ScriptedPings.order(targets)), "shop", task -> PingOutput.NOBODY);
    }

    private static void assertRefused(PingTasks.Begun begun, FailureType type) {
        assertThat(begun).isInstanceOfSatisfying(PingTasks.Begun.Refused.class, refused -> assertThat(
                        refused.failure().type())
                .isEqualTo(type));
    }

    @Test
    void moreTasksThanThereMayBeAreRefusedUntilOneHasEnded() {
        for (int i = 0; i < PingTasks.MOST_TASKS; i++) {
            assertThat(begin(List.of("192.0.2.1"))).isInstanceOf(PingTasks.Begun.Task.class);
        }
        assertRefused(begin(List.of("192.0.2.1")), FailureType.RATE_LIMITED);
        assertThat(pings.tasks.open()).isEqualTo(PingTasks.MOST_TASKS);

        pings.summaries(7, 3);

        assertThat(begin(List.of("192.0.2.1"))).isInstanceOf(PingTasks.Begun.Task.class);
        assertRefused(begin(List.of("192.0.2.1")), FailureType.RATE_LIMITED);
    }

    @Test
    void morePairsThanThereMayBeAreRefusedUntilSomeHaveEnded() {
        for (int i = 0; i < PingTasks.MOST_PAIRS / PingTaskRequest.MOST_TARGETS; i++) {
            assertThat(begin(MOST_TARGETS)).isInstanceOf(PingTasks.Begun.Task.class);
        }
        assertRefused(begin(List.of("192.0.2.1")), FailureType.RATE_LIMITED);

        int ordersOfOne = pings.orders.size() * PingTaskRequest.MOST_TARGETS / PingTasks.MOST_PAIRS;
        for (int order = 0; order < ordersOfOne; order++) {
            pings.summaries(order, 0);
        }

        assertThat(begin(MOST_TARGETS)).isInstanceOf(PingTasks.Begun.Task.class);
        assertRefused(begin(List.of("192.0.2.1")), FailureType.RATE_LIMITED);
    }

    @Test
    void whatIsCancelledCountsUntilItsPairsHaveEnded() {
        PingTasks.Begun.Task begun = (PingTasks.Begun.Task) begin(List.of("192.0.2.1"));
        begun.task().cancel();
        assertThat(pings.tasks.open()).isOne();

        pings.summaries(0, 0);
        assertThat(pings.tasks.open()).isZero();
    }

    @Test
    void aCoordinatorThatStopsTakesNoNewOnes() {
        pings.draining = true;
        assertRefused(begin(List.of("192.0.2.1")), FailureType.DRAINING);
    }
}
