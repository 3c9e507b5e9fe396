package io.dispatcher.ping;

import io.dispatcher.protocol.PingOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be pinged, from where.
 *
 * @param from agents by id; {@link #ALL} for every connected one; null: this coordinator itself
 * @param order the targets, up to {@value #MOST_TARGETS}, and how
 */
public record PingTaskRequest(@Nullable List<String> from, PingOrder order) {
    public static final int MOST_TARGETS = 10_000;
    /** The one element of {@code from} that stands for all. */
    public static final String ALL = "*";

    boolean fromAll() {
        return from != null && from.contains(ALL);
    }

    /** The longest it can take from its first probe to its last answer, in milliseconds. */
    long longestMs() {
        return (long) order.count() * order.intervalMs() + (1L + order.retries()) * order.timeoutMs();
    }
}
