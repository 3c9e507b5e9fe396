package io.dispatcher.jms;

import io.dispatcher.dispatch.Submission;
import io.dispatcher.requests.IdempotencyKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that was understood.
 *
 * @param live somebody waits for it now: it is not stored
 * @param key one that has it is stored in any case
 * @param caller token name, null in open mode
 */
record IncomingRequest(
        Submission submission,
        boolean live,
        @Nullable IdempotencyKey key,
        @Nullable ReplyTo replyTo,
        @Nullable String caller) {
    Map<String, String> notices() {
        return replyTo == null ? Map.of() : replyTo.notices();
    }
}
