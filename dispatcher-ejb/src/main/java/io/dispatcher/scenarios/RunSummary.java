package io.dispatcher.scenarios;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run in a list. */
public record RunSummary(
        String runId,
        @Nullable String scenarioId,
        String name,
        String status,
        long seed,
        Instant startedAt,
        @Nullable Instant finishedAt) {
    static RunSummary of(RunStore.Row row) {
        return new RunSummary(
                row.id(), row.scenarioId(), row.name(), row.status(), row.seed(), row.started(), row.finished());
    }
}
