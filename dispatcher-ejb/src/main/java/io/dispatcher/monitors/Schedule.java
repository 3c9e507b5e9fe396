package io.dispatcher.monitors;

/**
 * When a monitor runs: on a grid of its own, so that runs neither drift nor all begin together. Milliseconds since the epoch.
 *
 * @param phaseMs where its grid lies, from 0 to below the interval
 */
record Schedule(long intervalMs, long phaseMs) {
    /** Later than this, a run is left out: it would be made up for. */
    private static final long LEAST_TOLERANCE_MS = 2_000;

    static Schedule of(String monitorId, long intervalMs) {
        return new Schedule(intervalMs, Math.floorMod(monitorId.hashCode() * 0x9E37_79B9L, intervalMs));
    }

    /** The first time after that one. */
    long next(long now) {
        return now + intervalMs - Math.floorMod(now - phaseMs, intervalMs);
    }

    /** Whether it is too late for the run that was due then. */
    boolean missed(long due, long now) {
        return now - due > Math.max(LEAST_TOLERANCE_MS, intervalMs / 2);
    }
}
