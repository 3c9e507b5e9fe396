package io.dispatcher.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request an agent shall make; its body is the frame's body. How long it may still wait before it is begun travels as the frame's
 * value, so that a node can hand the bytes on as they came from the queue.
 *
 * @param orderId the request id (UUIDv7, text)
 * @param attempt 1 for the first agent it is given to
 * @param sourceAddress to bind; null: the agent's default route
 * @param url absolute; of an upstream: {@value #UPSTREAM}, its name and the request target
 * @param timeoutMs total deadline of the exchange, from when the agent begins it; 1 to 86,400,000
 * @param maxResponseBytes the body is cut after so many
 * @param traceparent W3C trace context to continue, if any
 * @param streams for bodies that are too large for frames; null: there are none
 */
public record WorkOrder(
        String orderId,
        int attempt,
        @Nullable String sourceAddress,
        String method,
        String url,
        List<HeaderField> headers,
        int timeoutMs,
        long maxResponseBytes,
        boolean followRedirects,
        boolean verifyTls,
        @Nullable String traceparent,
        @Nullable BodyStreams streams) {
    /** Scheme of what an agent knows by name. */
    public static final String UPSTREAM = "upstream://";

    public WorkOrder {
        headers = List.copyOf(headers);
    }

    /** One whose bodies go in frames. */
    public WorkOrder(
            String orderId,
            int attempt,
            @Nullable String sourceAddress,
            String method,
            String url,
            List<HeaderField> headers,
            int timeoutMs,
            long maxResponseBytes,
            boolean followRedirects,
            boolean verifyTls,
            @Nullable String traceparent) {
        this(
                orderId,
                attempt,
                sourceAddress,
                method,
                url,
                headers,
                timeoutMs,
                maxResponseBytes,
                followRedirects,
                verifyTls,
                traceparent,
                null);
    }

    /** The name of the upstream that a url is of; null if it is of none. */
    public static @Nullable String upstream(String url) {
        if (!url.startsWith(UPSTREAM)) {
            return null;
        }
        int end = url.indexOf('/', UPSTREAM.length());
        return end < 0 ? url.substring(UPSTREAM.length()) : url.substring(UPSTREAM.length(), end);
    }
}
