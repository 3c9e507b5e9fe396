package io.dispatcher.monitors;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored monitor at one moment.
 *
 * @param caller name of the token of whoever wrote it, null in open mode; its checks are made in this name
 * @param state of all vantage points together
 * @param lastRun when the last one ended, null before
 */
public record Monitor(
        String id,
        MonitorSpec spec,
        @Nullable String caller,
        boolean paused,
        Instant createdAt,
        MonitorState state,
        Instant stateSince,
        @Nullable Instant lastRun,
        List<VantagePoint> vantagePoints) {}
