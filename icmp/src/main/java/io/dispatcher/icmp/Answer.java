package io.dispatcher.icmp;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * An echo reply that belongs to a probe.
 *
 * @param arrivedAt on the monotonic clock
 * @param wallNanos the same moment, since 1970
 * @param size of the ICMP message
 */
record Answer(
        long arrivedAt,
        long wallNanos,
        InetAddress from,
        @Nullable InetAddress local,
        int hopLimit,
        int size) {}
