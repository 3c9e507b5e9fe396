package io.dispatcher.dispatch;

import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import io.dispatcher.protocol.WorkReply;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a live request ended at the node that took up its order, for the node whose caller waits: as it lies in {@code dispatcher.replies.<node>}. The
 * body goes beside it.
 *
 * @param agentId the last agent it was given to, null if none
 * @param reply null with a failure
 * @param failure tag of its type, null with an answer
 * @param attempts agents it was given to
 * @param queueMs from accepted to handed over
 * @param upstreamReqId under which that agent acknowledged a request to an upstream; null if it did not
 */
record NodeReply(
        int version,
        @Nullable String agentId,
        @Nullable WorkReply reply,
        @Nullable String failure,
        @Nullable String detail,
        int attempts,
        double queueMs,
        List<DispatchRecord.Hop> hops,
        @Nullable String upstreamReqId) {
    private static final int VERSION = 1;

    /** A caller's node that is away as long has lost its caller. */
    private static final long TIME_TO_LIVE_MS = 60_000;

    private static final byte[] NO_BODY = new byte[0];

    /** Of one that has ended. */
    static QueuedOrder of(Dispatch dispatch) {
        Outcome outcome = dispatch.outcome();
        Outcome.@Nullable Answered answered = outcome instanceof Outcome.Answered answer ? answer : null;
        @Nullable Failure failure = outcome instanceof Outcome.Failed failed ? failed.failure() : null;
        NodeReply reply = new NodeReply(
                VERSION,
                dispatch.agentId(),
                answered == null ? null : answered.reply(),
                failure == null ? null : failure.type().tag(),
                failure == null ? null : failure.detail(),
                dispatch.attempts(),
                dispatch.queueMs(),
                dispatch.hops(),
                dispatch.upstreamReqId());
        return QueuedOrder.passing(
                dispatch.orderId(), Wire.write(reply), answered == null ? NO_BODY : answered.body(), TIME_TO_LIVE_MS);
    }

    static NodeReply read(byte[] metadata) throws ProtocolException {
        NodeReply reply = Wire.read(ByteBuffer.wrap(metadata), NodeReply.class);
        if (reply.version != VERSION) {
            throw new ProtocolException("reply of another node of version " + reply.version);
        }
        return reply;
    }

    /** @throws ProtocolException if it is neither an answer nor a failure that is known here */
    Outcome outcome(byte[] body) throws ProtocolException {
        if (reply != null && agentId != null) {
            return new Outcome.Answered(agentId, reply, body);
        }
        FailureType type = failure == null ? null : FailureType.of(failure);
        if (type == null) {
            throw new ProtocolException("reply of another node without an outcome");
        }
        return Outcome.failed(type, String.valueOf(detail));
    }
}
