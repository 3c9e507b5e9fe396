package io.dispatcher.events;

import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.answer.ProblemDetails;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events of a tunnelled request's hops, in their order. What became known later is told where it belongs: the agent's id with {@code broker_request}. */
final class TunnelHops {
    private static final double MILLI = 1_000;

    private final TunnelStory story;
    private final List<Note> events = new ArrayList<>();
    private boolean accepted;
    private boolean answering;

    private TunnelHops(TunnelStory story) {
        this.story = story;
    }

    static List<Note> of(TunnelStory story) {
        return new TunnelHops(story).expand();
    }

    private List<Note> expand() {
        tell("client_request", 0, client(event()));
        for (int i = 0; i < story.hops().size(); i++) {
            DispatchRecord.Hop hop = story.hops().get(i);
            switch (hop.name()) {
                case "queued" -> accepted(hop);
                case "handed" -> tell("broker_request", hop.atMs(), brokerRequest(hop, i));
                case "acknowledged" ->
                    tell("broker_request_ack", hop.atMs(), acknowledgement(ids(event()), upstreamReqId(hop, i)));
                case "answering" -> answering(hop);
                default -> {
                    // Of the history alone.
                }
            }
        }
        end();
        return events;
    }

    private void accepted(DispatchRecord.Hop hop) {
        if (!accepted) {
            accepted = true;
            tell("client_request_ack", hop.atMs(), ids(event()).with("broker_id", brokerId()));
        }
    }

    /** The answer streams: all that is known of its body is that it comes. */
    private void answering(DispatchRecord.Hop hop) {
        if (!answering) {
            answering = true;
            tell("upstream_response", hop.atMs(), response(TunnelStory.Body.TO_COME));
        }
    }

    private void end() {
        double atMs = story.durationMs();
        TunnelStory.Answer answer = story.answer();
        if (answer != null) {
            if (!answering) {
                tell("upstream_response", atMs, response(answer.body()));
            }
            tell("broker_response", atMs, requestBody(response(answer.body())));
            return;
        }
        FailureType type = story.error() == null ? null : FailureType.of(story.error());
        Failure failure =
                new Failure(type == null ? FailureType.INTERNAL : type, String.valueOf(story.failureDetail()));
        if (failure.type().source() == FailureType.Source.UPSTREAM) {
            tell(
                    "upstream_error",
                    atMs,
                    error(acknowledgement(ids(event()), story.tunnel().upstreamReqId()), failure));
        }
        tell("broker_error", atMs, requestBody(error(ids(event()), failure)));
    }

    private void tell(String type, double atMs, Data data) {
        events.add(
                new Note("tunnel." + type, Instant.ofEpochMilli(story.acceptedMs() + Math.round(atMs)), data.json()));
    }

    private Data event() {
        return new Data().with("request_id", story.requestId());
    }

    private Data ids(Data data) {
        return data.with("client_req_id", story.tunnel().clientReqId()).with("broker_req_id", story.requestId());
    }

    private Data client(Data data) {
        return data.with("client_id", story.tunnel().clientId())
                .with("client_req_id", story.tunnel().clientReqId())
                .with("client_req_ttl", story.tunnel().ttl() + story.tunnel().replyWait())
                .with("upstream_target", WorkOrder.upstream(story.url()))
                .with("method", story.method())
                .with("url", story.url())
                .with("headers", headers(story.headers()))
                .with("body", body(story.body().streamed() ? TunnelStory.Body.TO_COME : story.body()));
    }

    private Data brokerRequest(DispatchRecord.Hop handed, int at) {
        DispatchRecord.Hop acknowledged = acknowledgementOf(at);
        double left = story.tunnel().replyWait();
        return client(event())
                .with("broker_id", brokerId())
                .with("broker_req_id", story.requestId())
                .with("broker_req_ttl", left)
                .with("upstream_id", handed.detail())
                .with("upstream_req_id", acknowledged == null ? null : upstreamReqId(acknowledged, at))
                .with(
                        "upstream_req_ttl",
                        acknowledged == null
                                ? null
                                : Math.round(left * MILLI - (acknowledged.atMs() - handed.atMs())) / MILLI);
    }

    /** Of the agent it was handed to; null if that one did not acknowledge. */
    private DispatchRecord.@Nullable Hop acknowledgementOf(int handed) {
        for (DispatchRecord.Hop hop :
                story.hops().subList(handed + 1, story.hops().size())) {
            if (hop.name().equals("handed")) {
                return null;
            }
            if (hop.name().equals("acknowledged")) {
                return hop;
            }
        }
        return null;
    }

    /** The last agent's is known better than by its hop, which an earlier session may have had. */
    private @Nullable String upstreamReqId(DispatchRecord.Hop acknowledged, int at) {
        boolean last = story.hops().subList(at + 1, story.hops().size()).stream()
                .noneMatch(hop -> hop.name().equals("handed"));
        return last ? story.tunnel().upstreamReqId() : acknowledged.detail();
    }

    private static Data acknowledgement(Data data, @Nullable String upstreamReqId) {
        return data.with("upstream_req_id", upstreamReqId);
    }

    private Data response(TunnelStory.Body body) {
        TunnelStory.Answer answer = story.answer();
        return ids(event())
                .with("upstream_req_id", story.tunnel().upstreamReqId())
                .with("status_code", answer == null ? null : answer.statusCode())
                .with("headers", answer == null ? null : headers(answer.headers()))
                .with("body", body(body));
    }

    /** What a streamed body was, once it has passed. */
    private Data requestBody(Data data) {
        return story.body().streamed() ? data.with("request_body", body(story.body())) : data;
    }

    private Data error(Data data, Failure failure) {
        return data.with("error", ProblemDetails.members(failure, story.requestId()));
    }

    private static Map<String, @Nullable Object> body(TunnelStory.Body body) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("size", body.size());
        members.put("sha256", body.sha256());
        return members;
    }

    private static Map<String, List<String>> headers(List<HeaderField> fields) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (HeaderField field : fields) {
            headers.computeIfAbsent(field.name(), name -> new ArrayList<>()).add(field.value());
        }
        return headers;
    }

    private String brokerId() {
        return story.tunnel().brokerId();
    }
}
