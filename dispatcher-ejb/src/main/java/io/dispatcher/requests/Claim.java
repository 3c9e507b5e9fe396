package io.dispatcher.requests;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request that wants an idempotency key for itself.
 *
 * @param caller "" in open mode
 * @param bodyHash SHA-256 of what was sent, hexadecimal
 * @param endsBy it is final by then, or never will be by itself
 * @param claimedBy the message it came by, which may come again; null if it came otherwise
 */
record Claim(
        UUID id,
        String caller,
        String key,
        String bodyHash,
        Instant claimedAt,
        Instant endsBy,
        @Nullable Long claimedBy) {

    /**
     * The row that has the key.
     *
     * @param stored the broker has its order
     * @param ended null while it is not final
     */
    record Holder(
            UUID id,
            String bodyHash,
            boolean stored,
            Instant claimedAt,
            RequestStore.@Nullable Ended ended,
            @Nullable Long claimedBy) {}
}
