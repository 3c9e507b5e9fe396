package io.dispatcher.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.events.EventFigures;
import io.dispatcher.protocol.WorkTimings;
import io.dispatcher.tunnel.TunnelStreams;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DispatchMetricsTest {
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

    private static DispatchRecord dispatch(String agent, String method, Integer status, FailureType failure) {
        return new DispatchRecord(
                UUID.randomUUID(),
                DispatchKind.EXECUTE,
                Instant.now(),
                null,
                agent,
                null,
                method,
                "http://x/",
                status,
                failure == null ? null : new Failure(failure, "it failed"),
                0,
                12,
                1,
                null,
                false,
                new DispatchRecord.RequestPart(List.of(), new byte[0], 30, true, true),
                status == null
                        ? null
                        : new DispatchRecord.ResponsePart("HTTP/1.1", List.of(), new byte[7], false, 7, null),
                WorkTimings.NONE,
                List.of());
    }

    private MetricSnapshot metric(String name) {
        return metrics.scrape().stream()
                .filter(snapshot -> snapshot.getMetadata().getPrometheusName().equals("http_dispatcher_" + name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    @Test
    void gauges_are_there_at_zero_from_the_start() {
        for (String name : List.of(
                "agents_connected",
                "ip_pool_size",
                "ip_pool_available",
                "websocket_connections",
                "uptime_seconds",
                "history_lag",
                "queue_oldest_age_seconds",
                "queue_depth")) {
            assertThat(metric(name).getDataPoints()).as(name).hasSize(1);
        }
    }

    @Test
    void an_answer_counts_by_agent_status_and_method() {
        metrics.finished(dispatch("a1", "GET", 404, null));
        metrics.finished(dispatch("a1", "GET", 404, null));

        CounterSnapshot requests = (CounterSnapshot) metric("requests");
        assertThat(requests.getDataPoints()).singleElement().satisfies(point -> {
            assertThat((Object) point.getLabels())
                    .isEqualTo(Labels.of("agent", "a1", "status_code", "404", "method", "GET"));
            assertThat(point.getValue()).isEqualTo(2);
        });
        HistogramSnapshot duration = (HistogramSnapshot) metric("request_duration_seconds");
        assertThat(duration.getDataPoints().get(0).hasClassicHistogramData()).isTrue();
        assertThat(duration.getDataPoints().get(0).getCount()).isEqualTo(2);
        assertThat(metrics.traffic().byStatus()).containsEntry("404", 2L);
    }

    @Test
    void a_failure_without_agent_counts_under_none_with_its_tag() {
        metrics.finished(dispatch(null, "GET", null, FailureType.NO_AGENT_AVAILABLE));

        CounterSnapshot errors = (CounterSnapshot) metric("request_errors");
        assertThat((Object) errors.getDataPoints().get(0).getLabels())
                .isEqualTo(Labels.of("agent", "none", "error_type", "no-agent-available"));
        assertThat(metrics.traffic().byError()).containsEntry("no-agent-available", 1L);
        assertThat(metrics.traffic().answerClasses()).containsEntry("5xx", 1L);
    }

    @Test
    void the_process_and_its_jvm_are_told_of_by_their_usual_names() {
        RuntimeMetrics.join(metrics);
        assertThat(metrics.scrape().stream().map(of -> of.getMetadata().getPrometheusName()))
                .contains("process_cpu_seconds", "jvm_memory_used_bytes", "jvm_gc_collection_seconds");
    }

    @Test
    void a_method_nobody_knows_is_other() {
        for (int i = 0; i < 100; i++) {
            metrics.finished(dispatch("a1", "METHOD" + i, 200, null));
        }
        assertThat(metric("requests").getDataPoints()).hasSize(1);
    }
}
