package io.dispatcher.icmp;

/**
 * What an engine takes on.
 *
 * @param pings at the same time
 * @param probes that all pings together may have to remember at the same time, see {@link Ping#reservation}; about 50 bytes each
 */
public record PingLimits(int pings, int probes) {
    /** About 40 MB when all is used. */
    public static final PingLimits DEFAULT = new PingLimits(32_768, 262_144);

    public PingLimits {
        if (pings < 1 || probes < 1) {
            throw new IllegalArgumentException("limits must be at least 1");
        }
    }
}
