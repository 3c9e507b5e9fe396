package io.dispatcher.dispatch;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a dispatch from the moment it was accepted. A durable one travels with its order, so that any node can go on with it.
 *
 * @param id UUIDv7
 * @param caller token name, null in open mode
 * @param accepted by the wall clock, which nodes share well enough for deadlines
 * @param acceptedNanos the same moment by this node's clock
 * @param notices for whoever tells the outcome of a durable request, opaque here; null: it is not durable, its caller waits
 * @param origin the node whose caller waits, if its order may come to another node; null: only this one ever knows it, or it is durable
 * @param attempts agents it was given to before this node knew it
 * @param doubtful it may have been begun by an agent, and nobody here saw whether it was
 * @param hops what happened before this node knew it
 */
public record DispatchTicket(
        UUID id,
        DispatchKind kind,
        ExecuteRequest request,
        @Nullable String caller,
        @Nullable UUID replayOf,
        DispatchWaits waits,
        Instant accepted,
        long acceptedNanos,
        @Nullable Map<String, String> notices,
        @Nullable String origin,
        int attempts,
        boolean doubtful,
        List<DispatchRecord.Hop> hops) {

    boolean durable() {
        return notices != null;
    }

    /** Its order tells other nodes all they need to go on with it. */
    boolean travels() {
        return durable() || origin != null;
    }
}
