package io.dispatcher.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatcher.benchmarks.load.Body;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchmarkPlanTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void everyBodyIsMeasuredAtEveryNumberOfConnections() {
        BenchmarkPlan plan = new BenchmarkPlan(
                List.of(1, 64), List.of(Body.SMALL, Body.MIB_1), 3, SECOND, Duration.ZERO, Duration.ZERO, false);

        assertThat(plan.scenarios())
                .extracting(scenario ->
                        scenario.connections() + " " + scenario.body().id())
                .containsExactly("1 small", "64 small", "1 1m", "64 1m");
        assertThat(plan.expected(2)).isGreaterThan(Duration.ofSeconds(4 * 3 * 2));
    }

    @Test
    void aPlanThatMeasuresNothingIsRefused() {
        assertThatThrownBy(() -> new BenchmarkPlan(List.of(), List.of(Body.SMALL), 1, SECOND, SECOND, SECOND, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BenchmarkPlan(List.of(0), List.of(Body.SMALL), 1, SECOND, SECOND, SECOND, false)
                        .scenarios())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bodiesHaveTheirSizeAndOnlyPlainAscii() {
        for (Body body : Body.values()) {
            assertThat(body.content()).hasSize(body.size());
            assertThat(Body.ofId(body.id())).isEqualTo(body);
        }
        assertThatThrownBy(() -> Body.ofId("2g")).hasMessageContaining("2g");
    }
}
