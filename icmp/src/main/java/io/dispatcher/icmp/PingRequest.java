package io.dispatcher.icmp;

import io.dispatcher.icmp.packet.EchoRequest;
import io.dispatcher.icmp.packet.Family;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What to ping and how.
 *
 * @param target an address; names are resolved elsewhere
 * @param source an address of this machine, of the same family; null: the kernel chooses
 * @param interval between sequence numbers, 1 ms to 1 h
 * @param count of sequence numbers; {@link #ENDLESS}: until cancelled
 * @param timeout of each try, 1 ms to 1 min
 * @param retries further tries of a sequence number that got no answer, at once after its timeout; 0 to 100
 * @param size of the payload in bytes, 0 to 65,507
 * @param hopLimit to send with, 1 to 255; null: the kernel's
 */
public record PingRequest(
        InetAddress target,
        @Nullable InetAddress source,
        Duration interval,
        int count,
        Duration timeout,
        int retries,
        int size,
        @Nullable Integer hopLimit) {
    public static final int ENDLESS = 0;

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
    private static final int MOST_RETRIES = 100;

    public PingRequest {
        require(between(interval, SHORTEST, LONGEST_INTERVAL), "interval must be 1 ms to 1 h");
        require(between(timeout, SHORTEST, LONGEST_TIMEOUT), "timeout must be 1 ms to 1 min");
        require(count >= 0, "count must not be negative");
        require(retries >= 0 && retries <= MOST_RETRIES, "retries must be 0 to 100");
        require(size >= 0 && size <= EchoRequest.MAX_SIZE, "size must be 0 to 65507");
        require(hopLimit == null || (hopLimit >= 1 && hopLimit <= 255), "hop limit must be 1 to 255");
        require(source == null || Family.of(source) == Family.of(target), "source and target must be of one family");
    }

    public PingRequest(
            InetAddress target,
            @Nullable InetAddress source,
            Duration interval,
            int count,
            Duration timeout,
            int retries,
            int size) {
        this(target, source, interval, count, timeout, retries, size, null);
    }

    /** Three times, a second apart, 56 bytes, 10 s to answer. */
    public static PingRequest of(InetAddress target) {
        return new PingRequest(target, null, Duration.ofSeconds(1), 3, Duration.ofSeconds(10), 0, 56);
    }

    private static boolean between(Duration value, Duration least, Duration most) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }

    private static void require(boolean fits, String message) {
        if (!fits) {
            throw new IllegalArgumentException(message);
        }
    }
}
