package io.dispatcher.queues;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message at a last stop, in a list.
 *
 * @param time when it came here; where nobody noted that, when it was sent
 * @param queue where it came from, null if that is not known
 * @param reason null where the broker moved it, which says none
 * @param type {@code order}, {@code outcome}, {@code callback} or {@code message}
 */
public record Letter(
        LetterId id,
        Instant time,
        @Nullable String queue,
        @Nullable String reason,
        String type,
        @Nullable String requestId,
        long sizeBytes) {}
