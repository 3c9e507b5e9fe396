package io.dispatcher.icmp;

import org.jspecify.annotations.Nullable;

/**
 * What this process may do, found out when the engine was opened.
 *
 * @param icmp how IPv4 is pinged; null: not at all
 * @param icmp6 how IPv6 is pinged; null: not at all
 * @param problem of the families that are not, with what helps; null: both are
 */
public record PingCapabilities(
        @Nullable Way icmp, @Nullable Way icmp6, @Nullable String problem) {
    /** The kind of socket. */
    public enum Way {
        /** Unprivileged. */
        DATAGRAM,
        /** With CAP_NET_RAW. */
        RAW
    }
}
