package io.dispatcher.dispatch;

import io.dispatcher.protocol.WorkReply;
import io.dispatcher.protocol.WorkTimings;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An agent's answer to a request that is not open: nobody waits for it any more, but if the request had failed, this says what really became of
 * it (ARCHITECTURE D7).
 *
 * @param time when it came
 * @param response its body is cut to {@value #MAX_BODY} bytes
 * @param bodySize of the whole body
 */
public record LateAnswer(
        UUID requestId,
        Instant time,
        String agentId,
        @Nullable String sourceAddress,
        int statusCode,
        DispatchRecord.ResponsePart response,
        long bodySize,
        WorkTimings timings)
        implements Story {

    /** Late answers are kept for a moment and their number is the agents' affair: their size is not. */
    static final int MAX_BODY = 64 * 1024;

    /** @return null if the reply is no answer, or its id is none of ours */
    static @Nullable LateAnswer of(String agentId, WorkReply reply, byte[] body, Instant time) {
        UUID id = reply.failure() == null ? id(reply.orderId()) : null;
        if (id == null) {
            return null;
        }
        DispatchRecord.ResponsePart response = new DispatchRecord.ResponsePart(
                String.valueOf(reply.httpVersion()),
                reply.headers(),
                body.length <= MAX_BODY ? body : Arrays.copyOf(body, MAX_BODY),
                reply.bodyTruncated(),
                reply.sizeBytes(),
                reply.certificate());
        return new LateAnswer(
                id, time, agentId, reply.sourceAddress(), reply.statusCode(), response, body.length, reply.timings());
    }

    private static @Nullable UUID id(String orderId) {
        try {
            return UUID.fromString(orderId);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
