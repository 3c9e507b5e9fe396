package io.dispatcher.monitors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.agents.selection.Selection;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.monitors.CheckResult.Place;
import io.dispatcher.protocol.PeerCertificate;
import io.dispatcher.protocol.WorkTimings;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An exchange from one place, as a dispatch like any other. Thread-safe. */
final class HttpChecker implements Checker {
    private static final System.Logger LOG = System.getLogger(HttpChecker.class.getName());
    private static final double MICROS_PER_MS = 1_000;

    private final Dispatcher dispatcher;
    private final Executor looking;
    private final InstantSource clock;

    /** @param looking into bodies takes its time */
    HttpChecker(Dispatcher dispatcher, Executor looking, InstantSource clock) {
        this.dispatcher = dispatcher;
        this.looking = looking;
        this.clock = clock;
    }

    @Override
    public void check(MonitorSpec spec, Place place, @Nullable String caller, Consumer<CheckResult> then) {
        if (!(spec.check() instanceof Check.Http http)) {
            throw new IllegalArgumentException("no exchange");
        }
        Selection asked = http.request().selection();
        Selection here = new Selection(place.agentId(), place.address(), asked.labels(), asked.strategy(), null);
        dispatcher.dispatch(http.request().with(here), DispatchKind.EXECUTE, caller, null, (ended, outcome) -> {
            DispatchRecord story = ended.story();
            looking.execute(() -> then.accept(looked(spec, http, place, story)));
        });
    }

    private CheckResult looked(MonitorSpec spec, Check.Http http, Place place, DispatchRecord story) {
        try {
            return result(spec, http, place, story);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "an answer could not be judged", e);
            return CheckResult.unknown(place, "our own fault: the server's log says what");
        }
    }

    private CheckResult result(MonitorSpec spec, Check.Http http, Place place, DispatchRecord story) {
        Failure failure = story.failure();
        DispatchRecord.ResponsePart response = story.response();
        if (failure != null || response == null) {
            return failed(place, story, failure == null ? FailureType.INTERNAL : failure.type());
        }
        String body = http.expected().looksAtBody() ? new String(response.body(), StandardCharsets.UTF_8) : null;
        PeerCertificate shown = response.certificate();
        Instant until = shown == null ? null : Instant.ofEpochMilli(shown.notAfterMs());
        int status = Objects.requireNonNull(story.statusCode());
        double totalMs = story.timings().totalMs();
        Verdict verdict =
                Judge.answer(http.expected(), spec.thresholds(), status, body, totalMs, until, clock.instant());
        ObjectNode detail = detail(story).put("status_code", status);
        detail.put("http_version", response.httpVersion());
        detail.put("size_bytes", response.sizeBytes());
        detail.put("body_matched", body == null ? null : http.expected().fits(body));
        detail.set("certificate", certificate(shown));
        int[] samples = {(int) Math.min(Integer.MAX_VALUE, Math.round(totalMs * MICROS_PER_MS))};
        return new CheckResult(place, story.sourceAddress(), verdict, 1, 1, samples, detail, until);
    }

    /** What could not be checked says nothing of the target. */
    private static CheckResult failed(Place place, DispatchRecord story, FailureType type) {
        String why = type.tag()
                + (story.failure() == null ? "" : ": " + story.failure().detail());
        boolean ofTarget = type.source() == FailureType.Source.TARGET || type.source() == FailureType.Source.RESOLVER;
        return new CheckResult(
                place,
                story.sourceAddress(),
                ofTarget ? Verdict.down(why) : Verdict.unknown(why),
                ofTarget ? 1 : 0,
                0,
                new int[0],
                detail(story).put("error", type.tag()),
                null);
    }

    private static ObjectNode detail(DispatchRecord story) {
        ObjectNode detail = MonitorJson.NODES.objectNode();
        detail.put("request_id", story.requestId().toString());
        WorkTimings timings = story.timings();
        ObjectNode json = detail.putObject("timings");
        json.put("queue_ms", rounded(story.queueMs()));
        json.put("dns_ms", rounded(timings.dnsMs()));
        json.put("connect_ms", rounded(timings.connectMs()));
        json.put("tls_ms", rounded(timings.tlsMs()));
        json.put("first_byte_ms", rounded(timings.firstByteMs()));
        json.put("total_ms", rounded(timings.totalMs()));
        return detail;
    }

    private static @Nullable ObjectNode certificate(@Nullable PeerCertificate shown) {
        return shown == null
                ? null
                : MonitorJson.NODES
                        .objectNode()
                        .put("subject", shown.subject())
                        .put("issuer", shown.issuer())
                        .put("not_before", MonitorJson.time(Instant.ofEpochMilli(shown.notBeforeMs())))
                        .put("not_after", MonitorJson.time(Instant.ofEpochMilli(shown.notAfterMs())));
    }

    private static double rounded(double milliseconds) {
        return Math.round(milliseconds * MICROS_PER_MS) / MICROS_PER_MS;
    }
}
