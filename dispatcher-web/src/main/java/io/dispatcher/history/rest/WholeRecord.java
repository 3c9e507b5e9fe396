package io.dispatcher.history.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.answer.ProblemDetails;
import io.dispatcher.history.History;
import io.dispatcher.history.HistoryDetail;
import io.dispatcher.history.HistoryItem;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.PeerCertificate;
import io.dispatcher.protocol.WorkOrder;
import io.dispatcher.protocol.WorkTimings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole record as the API writes it. */
public record WholeRecord(
        @JsonUnwrapped HistoryList.Item item,
        int attempts,
        @Nullable String caller,
        Asked request,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Answered response,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, Object> problem,
        Timings timings,
        List<DispatchRecord.Hop> hops,
        boolean complete,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Tunnel tunnel) {

    /**
     * Who had a request to an upstream, and by which ids.
     *
     * @param upstreamId null if no agent had it
     * @param upstreamReqId null if none acknowledged it
     */
    public record Tunnel(
            @Nullable String clientId,
            @Nullable String clientReqId,
            @Nullable String upstreamTarget,
            String brokerId,
            String brokerReqId,
            @Nullable String upstreamId,
            @Nullable String upstreamReqId) {
        static @Nullable Tunnel of(HistoryItem item, HistoryDetail.@Nullable Tunnel kept) {
            return kept == null
                    ? null
                    : new Tunnel(
                            kept.clientId(),
                            kept.clientReqId(),
                            WorkOrder.upstream(item.url()),
                            kept.brokerId(),
                            item.id().toString(),
                            item.agentId(),
                            kept.upstreamReqId());
        }
    }

    /** What was asked. */
    public record Asked(
            String method,
            String url,
            Map<String, List<String>> headers,
            @Nullable String body,
            @Nullable String bodyBase64,
            boolean bodyCut,
            double timeout,
            boolean followRedirects,
            boolean verifyTls) {}

    /**
     * What came back.
     *
     * @param statusCode null where there is none: a ping's summary
     * @param certificate left out without TLS
     */
    public record Answered(
            @Nullable Integer statusCode,
            String httpVersion,
            Map<String, List<String>> headers,
            @Nullable String body,
            @Nullable String bodyBase64,
            boolean bodyCut,
            boolean bodyTruncated,
            long sizeBytes,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Certificate certificate) {}

    /** The certificate that the target showed. */
    public record Certificate(String subject, String issuer, Instant notBefore, Instant notAfter) {
        static @Nullable Certificate of(@Nullable PeerCertificate shown) {
            return shown == null
                    ? null
                    : new Certificate(
                            shown.subject(),
                            shown.issuer(),
                            Instant.ofEpochMilli(shown.notBeforeMs()),
                            Instant.ofEpochMilli(shown.notAfterMs()));
        }
    }

    /** Milliseconds, as in the answer of an execution. */
    public record Timings(
            double queueMs, double dnsMs, double connectMs, double tlsMs, double firstByteMs, double totalMs) {}

    static WholeRecord of(History.Whole whole) {
        HistoryItem item = whole.item();
        HistoryDetail detail = whole.detail();
        WorkTimings work = detail.timings();
        return new WholeRecord(
                HistoryList.Item.of(item),
                item.attempts(),
                item.caller(),
                asked(item, detail.request()),
                answered(item, detail.response()),
                problem(item, detail),
                new Timings(
                        HistoryList.rounded(detail.queueMs()),
                        HistoryList.rounded(work.dnsMs()),
                        HistoryList.rounded(work.connectMs()),
                        HistoryList.rounded(work.tlsMs()),
                        HistoryList.rounded(work.firstByteMs()),
                        HistoryList.rounded(work.totalMs())),
                detail.hops().stream()
                        .map(hop -> new DispatchRecord.Hop(hop.name(), HistoryList.rounded(hop.atMs()), hop.detail()))
                        .toList(),
                detail.complete(),
                Tunnel.of(item, detail.tunnel()));
    }

    private static Asked asked(HistoryItem item, HistoryDetail.Request request) {
        BodyText body = BodyText.of(request.headers(), request.body());
        return new Asked(
                item.method(),
                item.url(),
                headers(request.headers()),
                body.text(),
                body.base64(),
                request.bodySize() != request.body().length,
                request.timeout(),
                request.followRedirects(),
                request.verifyTls());
    }

    private static @Nullable Answered answered(HistoryItem item, HistoryDetail.@Nullable Response response) {
        if (response == null) {
            return null;
        }
        BodyText body = BodyText.of(response.headers(), response.body());
        return new Answered(
                item.statusCode(),
                response.httpVersion(),
                headers(response.headers()),
                body.text(),
                body.base64(),
                response.bodySize() > response.body().length,
                response.bodyTruncated(),
                response.sizeBytes(),
                Certificate.of(response.certificate()));
    }

    private static @Nullable Map<String, Object> problem(HistoryItem item, HistoryDetail detail) {
        FailureType type = item.error() == null ? null : FailureType.of(item.error());
        return type == null
                ? null
                : ProblemDetails.members(
                        new Failure(type, detail.failureDetail() == null ? "" : detail.failureDetail()),
                        item.id().toString());
    }

    private static Map<String, List<String>> headers(List<HeaderField> fields) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (HeaderField field : fields) {
            headers.computeIfAbsent(field.name(), name -> new ArrayList<>()).add(field.value());
        }
        return headers;
    }
}
