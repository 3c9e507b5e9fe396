package io.dispatcher.dispatch;

import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkTimings;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The whole story of one finished dispatch, for those who listen: history, events, metrics. Immutable by convention: byte arrays are not
 * copied and not changed. Secrets are not yet redacted: whoever stores or shows it does that.
 *
 * @param requestId UUIDv7
 * @param time when it was accepted
 * @param caller token name, null in open mode
 * @param agentId the last agent it was given to, null if none
 * @param statusCode the target's, null with a failure
 * @param failure null with an answer
 * @param queueMs from accepted to handed over
 * @param durationMs from accepted to answered
 * @param attempts agents it was given to
 * @param hops what happened on the way, in order
 */
public record DispatchRecord(
        UUID requestId,
        DispatchKind kind,
        Instant time,
        @Nullable String caller,
        @Nullable String agentId,
        @Nullable String sourceAddress,
        String method,
        String url,
        @Nullable Integer statusCode,
        @Nullable Failure failure,
        double queueMs,
        double durationMs,
        int attempts,
        @Nullable UUID replayOf,
        RequestPart request,
        @Nullable ResponsePart response,
        WorkTimings timings,
        List<Hop> hops)
        implements Story {

    /** What was asked, as needed to do it again. */
    public record RequestPart(
            List<HeaderField> headers,
            byte[] body,
            double timeoutSeconds,
            boolean followRedirects,
            boolean verifyTls) {}

    /** What came back; the body may have been cut. */
    public record ResponsePart(
            String httpVersion, List<HeaderField> headers, byte[] body, boolean bodyTruncated, long sizeBytes) {}

    /**
     * One station.
     *
     * @param name {@code accepted, queued, handed, acknowledged, replied, requeued, answered}
     * @param atMs milliseconds since accepted
     * @param detail agent, queue or reason, null if there is nothing to say
     */
    public record Hop(String name, double atMs, @Nullable String detail) {}
}
