package io.dispatcher.dispatch;

import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.PeerCertificate;
import io.dispatcher.protocol.WorkReply;
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
 * @param durable its outcome is told, and its record kept, by whoever reads the outcome from the broker
 * @param hops what happened on the way, in order
 * @param tunnel null where it went through none
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
        boolean durable,
        RequestPart request,
        @Nullable ResponsePart response,
        WorkTimings timings,
        List<Hop> hops,
        @Nullable TunnelPart tunnel)
        implements Story {
    /** Of a body that did not go with its order, and of which not all has passed. */
    static final long UNKNOWN_SIZE = -1;

    /** One that went through no tunnel. */
    public DispatchRecord(
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
            boolean durable,
            RequestPart request,
            @Nullable ResponsePart response,
            WorkTimings timings,
            List<Hop> hops) {
        this(
                requestId,
                kind,
                time,
                caller,
                agentId,
                sourceAddress,
                method,
                url,
                statusCode,
                failure,
                queueMs,
                durationMs,
                attempts,
                replayOf,
                durable,
                request,
                response,
                timings,
                hops,
                null);
    }

    /** @param address the one it was given to last; the agent's own word stands above it */
    static DispatchRecord of(
            DispatchTicket ticket,
            Outcome outcome,
            @Nullable String agentId,
            @Nullable String address,
            double queueMs,
            double durationMs,
            int attempts,
            long streamedBytes,
            @Nullable String upstreamReqId,
            List<Hop> hops) {
        ExecuteRequest request = ticket.request();
        Outcome.@Nullable Answered answered = outcome instanceof Outcome.Answered answer ? answer : null;
        WorkReply reply = answered == null ? null : answered.reply();
        return new DispatchRecord(
                ticket.id(),
                ticket.kind(),
                ticket.accepted(),
                ticket.caller(),
                agentId,
                reply != null && reply.sourceAddress() != null ? reply.sourceAddress() : address,
                request.method(),
                request.uri().toString(),
                reply == null ? null : reply.statusCode(),
                outcome instanceof Outcome.Failed failed ? failed.failure() : null,
                queueMs,
                durationMs,
                attempts,
                ticket.replayOf(),
                ticket.durable(),
                new RequestPart(
                        request.headers(),
                        request.body(),
                        request.streams() != null && request.streams().requestBody()
                                ? streamedBytes
                                : request.body().length,
                        request.timeout(),
                        request.followRedirects(),
                        request.verifyTls()),
                answered == null ? null : ResponsePart.of(answered),
                reply == null ? WorkTimings.NONE : reply.timings(),
                hops,
                ticket.kind() == DispatchKind.TUNNEL
                        ? new TunnelPart(
                                upstreamReqId,
                                ticket.waits().queueNanos() / 1e9,
                                ticket.waits().replyNanos() / 1e9)
                        : null);
    }

    /**
     * What was asked, as needed to do it again.
     *
     * @param bodySize of the whole body, which may be more than is here; {@link #UNKNOWN_SIZE}: not all of it has passed
     */
    public record RequestPart(
            List<HeaderField> headers,
            byte[] body,
            long bodySize,
            double timeoutSeconds,
            boolean followRedirects,
            boolean verifyTls) {
        /** With all of its body. */
        public RequestPart(
                List<HeaderField> headers,
                byte[] body,
                double timeoutSeconds,
                boolean followRedirects,
                boolean verifyTls) {
            this(headers, body, body.length, timeoutSeconds, followRedirects, verifyTls);
        }
    }

    /**
     * What only a request to an upstream has.
     *
     * @param upstreamReqId under which the last agent acknowledged it, null if it did not
     * @param ttlSeconds it could stay in queues
     * @param replyWaitSeconds from there on
     */
    public record TunnelPart(@Nullable String upstreamReqId, double ttlSeconds, double replyWaitSeconds) {}

    /**
     * What came back; the body may have been cut.
     *
     * @param certificate the target's, null without TLS
     */
    public record ResponsePart(
            String httpVersion,
            List<HeaderField> headers,
            byte[] body,
            boolean bodyTruncated,
            long sizeBytes,
            @Nullable PeerCertificate certificate) {
        static ResponsePart of(Outcome.Answered answered) {
            WorkReply reply = answered.reply();
            return new ResponsePart(
                    String.valueOf(reply.httpVersion()),
                    reply.headers(),
                    answered.body(),
                    reply.bodyTruncated(),
                    reply.sizeBytes(),
                    reply.certificate());
        }
    }

    /**
     * One station.
     *
     * @param name {@code accepted, queued, handed, acknowledged, replied, requeued, answered}
     * @param atMs milliseconds since accepted
     * @param detail agent, queue or reason, null if there is nothing to say
     */
    public record Hop(String name, double atMs, @Nullable String detail) {}
}
