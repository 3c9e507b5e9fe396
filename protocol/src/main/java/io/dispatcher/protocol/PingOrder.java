package io.dispatcher.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Targets that an agent shall ping, all at a time.
 *
 * @param targets names or addresses; at most {@value #MOST_TARGETS}, so that it fits into a frame
 * @param intervalMs between sequence numbers of one target, at least 10
 * @param count of sequence numbers, 1 to 100,000
 * @param timeoutMs of each try
 * @param retries further tries of a sequence number without an answer
 * @param size of the payload in bytes, 0 to 65,507
 * @param family {@code 4}, {@code 6} or {@code any}: which of a name's addresses may be taken
 * @param sourceAddress of the agent's own, null: the system's choice
 */
public record PingOrder(
        List<String> targets,
        int intervalMs,
        int count,
        int timeoutMs,
        int retries,
        int size,
        String family,
        @Nullable String sourceAddress) {
    public static final int MOST_TARGETS = 1_000;

    public PingOrder {
        targets = List.copyOf(targets);
    }

    /** The same for other targets. */
    public PingOrder of(List<String> others) {
        return new PingOrder(others, intervalMs, count, timeoutMs, retries, size, family, sourceAddress);
    }
}
