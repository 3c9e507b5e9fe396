package io.dispatcher.monitors;

import io.dispatcher.protocol.Names;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a monitor's target is seen from, and how.
 *
 * @param agentId {@link Names#COORDINATOR} for this side itself
 * @param sourceAddress null where a run goes out from any address
 * @param lossPercent of the last run; so are the others: null where it has none
 */
public record VantagePoint(
        String agentId,
        @Nullable String sourceAddress,
        VantageState state,
        Instant lastRun,
        @Nullable Double lossPercent,
        @Nullable Double durationMs,
        @Nullable Instant certificateUntil) {

    public MonitorState seen() {
        return state.state();
    }
}
