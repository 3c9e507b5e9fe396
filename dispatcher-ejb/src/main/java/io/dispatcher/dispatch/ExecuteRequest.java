package io.dispatcher.dispatch;

import io.dispatcher.agents.selection.Selection;
import io.dispatcher.protocol.BodyStreams;
import io.dispatcher.protocol.HeaderField;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A valid request to make one HTTP exchange from somewhere; every field is within its range (see {@link ExecuteRequestParser}). Durations
 * in seconds.
 *
 * @param ttl bound of the whole stay in queues
 * @param agentWait how long to wait for a matching agent to be connected; null: the ttl
 * @param ackWait null: the coordinator's setting
 * @param replyWait null: timeout + 5
 * @param priority among those that wait in the same queue: 0 to 9, the highest first
 * @param streams for bodies that do not go with order and reply; null: all do
 */
public record ExecuteRequest(
        URI uri,
        String method,
        List<HeaderField> headers,
        byte[] body,
        double timeout,
        double ttl,
        Selection selection,
        boolean followRedirects,
        boolean verifyTls,
        long maxResponseBytes,
        boolean redeliver,
        @Nullable Double agentWait,
        @Nullable Double ackWait,
        @Nullable Double replyWait,
        int priority,
        @Nullable BodyStreams streams) {
    /** Where nobody said another. */
    public static final int USUAL_PRIORITY = 4;

    public ExecuteRequest {
        headers = List.copyOf(headers);
    }

    /** One whose bodies go with order and reply. */
    public ExecuteRequest(
            URI uri,
            String method,
            List<HeaderField> headers,
            byte[] body,
            double timeout,
            double ttl,
            Selection selection,
            boolean followRedirects,
            boolean verifyTls,
            long maxResponseBytes,
            boolean redeliver,
            @Nullable Double agentWait,
            @Nullable Double ackWait,
            @Nullable Double replyWait,
            int priority) {
        this(
                uri,
                method,
                headers,
                body,
                timeout,
                ttl,
                selection,
                followRedirects,
                verifyTls,
                maxResponseBytes,
                redeliver,
                agentWait,
                ackWait,
                replyWait,
                priority,
                null);
    }

    /** The same with what only the channel it came by can say. */
    public ExecuteRequest with(double ttlToUse, int priorityToUse, List<HeaderField> more) {
        List<HeaderField> all = new ArrayList<>(headers);
        all.addAll(more);
        return new ExecuteRequest(
                uri,
                method,
                all,
                body,
                timeout,
                ttlToUse,
                selection,
                followRedirects,
                verifyTls,
                maxResponseBytes,
                redeliver,
                agentWait,
                ackWait,
                replyWait,
                priorityToUse,
                streams);
    }

    /** The same from elsewhere. */
    public ExecuteRequest with(Selection other) {
        return new ExecuteRequest(
                uri,
                method,
                headers,
                body,
                timeout,
                ttl,
                other,
                followRedirects,
                verifyTls,
                maxResponseBytes,
                redeliver,
                agentWait,
                ackWait,
                replyWait,
                priority,
                streams);
    }

    /** The same with an answer that is cut there. */
    public ExecuteRequest answeredWithin(long mostBytes) {
        return new ExecuteRequest(
                uri,
                method,
                headers,
                body,
                timeout,
                ttl,
                selection,
                followRedirects,
                verifyTls,
                mostBytes,
                redeliver,
                agentWait,
                ackWait,
                replyWait,
                priority,
                streams);
    }

    /** Whether it can be done twice, and does no harm then: idempotent by RFC 9110, section 9.2.2, or the caller said so. */
    public boolean repeatable() {
        return !comesOnce()
                && (redeliver
                        || switch (method) {
                            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
                            default -> false;
                        });
    }

    /** A streamed body is kept by nobody. Of an upgraded connection nothing is streamed before its answer. */
    private boolean comesOnce() {
        return streams != null
                && streams.requestBody()
                && headers.stream().noneMatch(header -> header.name().equalsIgnoreCase("upgrade"));
    }
}
