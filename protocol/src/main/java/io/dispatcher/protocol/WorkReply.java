package io.dispatcher.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an order: an answer (failure null) or a failure. The body is the frame's body, or follows in DATA frames.
 *
 * @param sourceAddress the local address the socket really had, null if none was opened
 * @param statusCode 0 with a failure
 * @param httpVersion {@code HTTP/1.1} or {@code HTTP/2}, null with a failure
 * @param sizeBytes body bytes received, before any decoding
 * @param certificate of the target, null where there was no TLS or an older agent does not tell
 * @param upstreamReqId as in the {@link Acknowledgement}, which may have been left out; null for no upstream's, or from an older agent
 */
public record WorkReply(
        String orderId,
        @Nullable WorkFailure failure,
        @Nullable String sourceAddress,
        int statusCode,
        @Nullable String httpVersion,
        List<HeaderField> headers,
        boolean bodyTruncated,
        long sizeBytes,
        WorkTimings timings,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable PeerCertificate certificate,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String upstreamReqId) {
    public WorkReply {
        headers = List.copyOf(headers);
    }

    /** One that is not of an upstream. */
    public WorkReply(
            String orderId,
            @Nullable WorkFailure failure,
            @Nullable String sourceAddress,
            int statusCode,
            @Nullable String httpVersion,
            List<HeaderField> headers,
            boolean bodyTruncated,
            long sizeBytes,
            WorkTimings timings,
            @Nullable PeerCertificate certificate) {
        this(
                orderId,
                failure,
                sourceAddress,
                statusCode,
                httpVersion,
                headers,
                bodyTruncated,
                sizeBytes,
                timings,
                certificate,
                null);
    }

    public static WorkReply failed(
            String orderId, WorkFailure failure, @Nullable String sourceAddress, WorkTimings timings) {
        return new WorkReply(orderId, failure, sourceAddress, 0, null, List.of(), false, 0, timings, null);
    }

    /** The same of an upstream. */
    public WorkReply ofUpstream(String requestId) {
        return new WorkReply(
                orderId,
                failure,
                sourceAddress,
                statusCode,
                httpVersion,
                headers,
                bodyTruncated,
                sizeBytes,
                timings,
                certificate,
                requestId);
    }
}
