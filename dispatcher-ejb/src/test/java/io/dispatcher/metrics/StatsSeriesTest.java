package io.dispatcher.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.FailureType.Source;
import io.dispatcher.events.EventFigures;
import io.dispatcher.protocol.WorkTimings;
import io.dispatcher.tunnel.TunnelStreams;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StatsSeriesTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
    private final DispatchMetrics metrics = new DispatchMetrics(
            new LiveSources(
                    () -> null,
                    () -> null,
                    () -> null,
                    () -> null,
                    () -> null,
                    () -> null,
                    new EventFigures(),
                    new TunnelStreams()),
            System::nanoTime);
    private final StatsSeries series = new StatsSeries(metrics, now::get);

    private void finished(String agent, double durationMs, FailureType failure) {
        metrics.finished(new DispatchRecord(
                UUID.randomUUID(),
                DispatchKind.EXECUTE,
                BEGIN,
                null,
                agent,
                null,
                "GET",
                "http://x/",
                failure == null ? 200 : null,
                failure == null ? null : new Failure(failure, "it failed"),
                0,
                durationMs,
                1,
                null,
                false,
                new DispatchRecord.RequestPart(List.of(), new byte[0], 30, true, true),
                null,
                WorkTimings.NONE,
                List.of()));
    }

    private void step() {
        now.updateAndGet(time -> time.plusSeconds(StatsSeries.STEP_SECONDS));
        series.step();
    }

    @Test
    void aStepThatIsKnownIsNotToldAgainHoweverFineTheClock() {
        now.set(BEGIN.plusNanos(123_456_789));
        series.step();
        long told = series.after(Instant.EPOCH).get(0).time().toEpochMilli();
        assertThat(series.after(Instant.ofEpochMilli(told))).isEmpty();
    }

    @Test
    void a_step_counts_only_what_ended_in_it() {
        finished("one", 10, null);
        finished("one", 10, FailureType.TARGET_DNS);
        step();
        finished("one", 10, FailureType.TARGET_IO);
        step();
        step();

        List<StatsSeries.Step> steps = series.after(BEGIN);
        assertThat(steps).extracting(StatsSeries.Step::requests).containsExactly(2L, 1L, 0L);
        assertThat(steps)
                .extracting(StatsSeries.Step::failed)
                .containsExactly(Map.of(Source.RESOLVER, 1L), Map.of(Source.TARGET, 1L), Map.of());
    }

    @Test
    void latency_is_there_where_requests_ended() {
        for (int i = 0; i < 100; i++) {
            finished("one", 20, null);
        }
        step();
        step();

        List<StatsSeries.Step> steps = series.after(BEGIN);
        assertThat(steps.get(0).latency()).hasSize(3).allSatisfy(value -> assertThat(value)
                .isCloseTo(20, within(1.0)));
        assertThat(steps.get(1).latency()).isEmpty();
    }

    @Test
    void an_hour_is_kept() {
        for (int i = 0; i < 1000; i++) {
            step();
        }

        List<StatsSeries.Step> steps = series.after(Instant.MIN);
        assertThat(steps).hasSize(720);
        assertThat(steps.get(719).time()).isEqualTo(now.get());
        assertThat(series.after(now.get().minusSeconds(10))).hasSize(2);
        assertThat(series.after(now.get())).isEmpty();
    }

    @Test
    void agents_are_told_apart() {
        for (int i = 0; i < 90; i++) {
            finished("quick", 4, null);
        }
        finished("slow", 900, null);
        finished("slow", 900, FailureType.TARGET_TIMEOUT);
        finished(null, 5, FailureType.NO_AGENT_AVAILABLE);

        List<AgentFigures> agents = metrics.agents();
        assertThat(agents).extracting(AgentFigures::agentId).containsExactly("quick", "slow");
        assertThat(agents.get(0).requests()).isEqualTo(90);
        assertThat(agents.get(0).meanMs()).isCloseTo(4, within(.001));
        assertThat(agents.get(0).p95Ms()).isBetween(2.5, 5.0);
        assertThat(agents.get(1).failed()).isEqualTo(1);
        assertThat(agents.get(1).p50Ms()).isBetween(500.0, 1000.0);
    }
}
