package io.dispatcher.monitors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.history.Redaction;
import io.dispatcher.protocol.Timestamp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Monitors as the API takes and shows them. */
final class MonitorJson {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final double SECOND_MS = 1_000;
    /** Where a request goes, and by whom. */
    private static final List<String> PLACE = List.of("url", "labels", "verify_tls");

    private MonitorJson() {}

    /** What a parser makes the same monitor of. */
    static byte[] stored(MonitorSpec spec) {
        return definition(spec, false).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The whole one, without secrets. */
    static ObjectNode shown(Monitor monitor) {
        ObjectNode json = NODES.objectNode().put("id", monitor.id());
        json.setAll(definition(monitor.spec(), true));
        json.put("paused", monitor.paused());
        json.put("state", monitor.state().tag());
        json.put("state_since", time(monitor.stateSince()));
        json.put("created_at", time(monitor.createdAt()));
        json.put("last_run", time(monitor.lastRun()));
        ArrayNode points = json.putArray("vantage_points");
        monitor.vantagePoints().forEach(point -> points.add(shown(point)));
        return json;
    }

    private static ObjectNode shown(VantagePoint point) {
        VantageState state = point.state();
        ObjectNode json = NODES.objectNode();
        json.put("agent_id", point.agentId());
        json.put("source_address", point.sourceAddress());
        json.put("state", state.state().tag());
        json.put("since", time(state.since()));
        json.put("reason", state.reason().isEmpty() ? null : state.reason());
        json.put("last_run", time(point.lastRun()));
        json.put("loss_percent", point.lossPercent());
        json.put("duration_ms", point.durationMs());
        json.put("certificate_until", time(point.certificateUntil()));
        return json;
    }

    static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : Timestamp.of(time);
    }

    private static ObjectNode definition(MonitorSpec spec, boolean redacted) {
        ObjectNode json = NODES.objectNode().put("name", spec.name()).put("kind", spec.http() ? "http" : "ping");
        if (spec.check() instanceof Check.Http http) {
            json.set("request", redacted ? redacted(http.source()) : http.source());
            json.set("expect", expected(http.expected()));
        } else if (spec.check() instanceof Check.Ping ping) {
            ping(json, ping);
        }
        json.set("from", spec.from() == null ? NODES.nullNode() : array(spec.from()));
        json.put("addresses", spec.eachAddress() ? "each" : "one");
        json.put("interval", spec.intervalMs() / SECOND_MS);
        json.set("thresholds", thresholds(spec));
        json.put("failures_before_down", spec.failuresBeforeDown());
        json.put("successes_before_up", spec.successesBeforeUp());
        return json.put("paused", spec.paused());
    }

    private static ArrayNode array(List<String> texts) {
        ArrayNode array = NODES.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static void ping(ObjectNode json, Check.Ping ping) {
        json.put("target", ping.target());
        json.put("count", ping.order().count());
        json.put("timeout", ping.order().timeoutMs() / SECOND_MS);
        json.put("probe_interval", ping.order().intervalMs() / SECOND_MS);
        json.put("size", ping.order().size());
        json.put("family", ping.order().family());
    }

    private static ObjectNode expected(Expected expected) {
        ObjectNode json = NODES.objectNode().put("status", expected.status());
        if (!expected.looksAtBody()) {
            json.putNull("body");
            return json;
        }
        ObjectNode body = json.putObject("body").put("contains", expected.contains());
        body.put(
                "matches",
                expected.matches() == null ? null : expected.matches().pattern());
        return json;
    }

    private static ObjectNode thresholds(MonitorSpec spec) {
        Thresholds of = spec.thresholds();
        ObjectNode json = NODES.objectNode();
        return spec.http()
                ? json.put("duration_ms", of.durationMs()).put("certificate_days", of.certificateDays())
                : json.put("loss_percent", of.lossPercent()).put("rtt_ms", of.rttMs());
    }

    private static ObjectNode redacted(ObjectNode request) {
        ObjectNode shown = request.deepCopy();
        shown.put("url", Redaction.url(shown.path("url").asText()));
        if (shown.get("headers") instanceof ObjectNode headers) {
            headers.properties().forEach(header -> {
                if (Redaction.isSecret(header.getKey())) {
                    header.setValue(TextNode.valueOf(Redaction.MARK));
                }
            });
        }
        return shown;
    }

    /**
     * Puts secrets back that whoever replaces a monitor was never shown: where the mark stands, the value of before is meant.
     *
     * @param wanted changed
     * @throws InvalidRequestException if the check goes elsewhere now: who sends a secret to a new place must know it
     */
    static void keepSecrets(JsonNode wanted, MonitorSpec before) throws InvalidRequestException {
        if (!(before.check() instanceof Check.Http http) || !(wanted.path("request") instanceof ObjectNode request)) {
            return;
        }
        JsonNode from = wanted.hasNonNull("from") ? wanted.get("from") : array(List.of(MonitorSpec.ALL));
        boolean elsewhere = !from.equals(definition(before, false).path("from"))
                || PLACE.stream().anyMatch(name -> !request.path(name)
                        .equals(http.source().path(name)));
        JsonNode old = http.source().path("headers");
        for (Map.Entry<String, JsonNode> header : request.path("headers").properties()) {
            boolean marked = Redaction.isMark(header.getValue());
            if (marked && Redaction.isSecret(header.getKey()) && old.has(header.getKey())) {
                if (elsewhere) {
                    throw new InvalidRequestException(
                            "request.headers." + header.getKey(), "must be given again, as the monitor goes elsewhere");
                }
                header.setValue(old.get(header.getKey()));
            }
        }
    }
}
