package io.dispatcher.monitors;

import org.jspecify.annotations.Nullable;

/**
 * Beyond these a target that answers is degraded; null: not looked at.
 *
 * @param rttMs for the median round trip of a run
 * @param durationMs for a whole exchange
 * @param certificateDays a certificate must last for so long
 */
record Thresholds(
        @Nullable Double lossPercent,
        @Nullable Double rttMs,
        @Nullable Double durationMs,
        @Nullable Integer certificateDays) {}
