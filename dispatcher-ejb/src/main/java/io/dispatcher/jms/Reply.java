package io.dispatcher.jms;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.answer.ProblemDetails;
import io.dispatcher.requests.RequestState;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.reader.TextMessageUtil;
import org.apache.activemq.artemis.utils.UUIDGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An answer, not yet sent.
 *
 * @param requestId null where there was no request that could be understood
 * @param json as over HTTP: the result or a problem
 * @param durable as the request was
 * @param replayed it is the answer of an earlier request with the same idempotency key
 * @param progress of a request that has many replies; null: it is the only one
 */
record Reply(
        ReplyTo to,
        Status status,
        @Nullable String requestId,
        byte[] json,
        boolean durable,
        boolean replayed,
        @Nullable Progress progress) {
    static final String FINAL = "dispatcher_final";
    static final String REPLAYED = "dispatcher_replayed";
    static final String STATUS = "dispatcher_status";
    static final String REQUEST_ID = "dispatcher_request_id";

    /**
     * One of many replies.
     *
     * @param last no more will follow
     * @param gone to be called when nobody takes it
     */
    record Progress(boolean last, Runnable gone) {}

    Reply(ReplyTo to, Status status, @Nullable String requestId, byte[] json, boolean durable, boolean replayed) {
        this(to, status, requestId, json, durable, replayed, null);
    }

    enum Status {
        COMPLETED,
        FAILED,
        EXPIRED;

        static Status of(RequestState state) {
            return switch (state) {
                case COMPLETED -> COMPLETED;
                case EXPIRED -> EXPIRED;
                default -> FAILED;
            };
        }

        String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Reply problem(ReplyTo to, Failure failure, @Nullable String requestId, boolean durable) {
        Status status = Status.of(RequestState.after(failure));
        return new Reply(to, status, requestId, ProblemDetails.json(failure, requestId), durable, false);
    }

    ClientMessage message(ClientSession session) {
        ClientMessage message = session.createMessage(Message.TEXT_TYPE, durable);
        message.setUserID(UUIDGenerator.getInstance().generateUUID());
        message.setTimestamp(System.currentTimeMillis());
        // A queue of the requester's that nobody has used yet is made, and not as a topic.
        message.setRoutingType(RoutingType.ANYCAST);
        message.putStringProperty(STATUS, status.tag());
        if (requestId != null) {
            message.putStringProperty(REQUEST_ID, requestId);
        }
        if (replayed) {
            message.putBooleanProperty(REPLAYED, true);
        }
        if (progress != null && progress.last) {
            message.putBooleanProperty(FINAL, true);
        }
        if (to.correlation() != null) {
            message.setCorrelationID(to.correlation());
        }
        TextMessageUtil.writeBodyText(
                message.getBodyBuffer(), SimpleString.of(new String(json, StandardCharsets.UTF_8)));
        return message;
    }
}
