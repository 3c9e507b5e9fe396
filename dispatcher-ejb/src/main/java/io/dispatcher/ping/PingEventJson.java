package io.dispatcher.ping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatcher.protocol.PingResult;
import io.dispatcher.protocol.PingSummary;
import io.dispatcher.protocol.PingTimes;
import io.dispatcher.protocol.Timestamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Events as the contract writes them (CONTRACT.md, section 4): milliseconds with three decimals, members that do not belong to a type left out. */
final class PingEventJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final double NANOS_PER_MICRO = 1_000;
    private static final double MILLI = 1_000;
    private static final double TENTH = 10;

    private PingEventJson() {}

    static byte[] of(String agentId, String target, PingResult result) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("type", result.type());
            json.writeStringField("agent_id", agentId);
            json.writeStringField("target", target);
            if (result.summary() != null) {
                write(json, result.summary());
            } else {
                write(json, result);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, PingResult result) throws IOException {
        text(json, "address", result.address());
        text(json, "source_address", result.sourceAddress());
        number(json, "seq", result.seq());
        if (result.rttNanos() != null) {
            millis(json, "rtt_ms", result.rttNanos());
        }
        number(json, "hop_limit", result.hopLimit());
        number(json, "size", result.size());
        text(json, "detail", result.detail());
        if (result.timeMs() != null) {
            json.writeStringField("timestamp", Timestamp.of(Instant.ofEpochMilli(result.timeMs())));
        }
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static void number(JsonGenerator json, String name, @Nullable Integer value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
    }

    private static void write(JsonGenerator json, PingSummary summary) throws IOException {
        json.writeNumberField("sent", summary.sent());
        json.writeNumberField("received", summary.received());
        json.writeNumberField("duplicates", summary.duplicates());
        json.writeNumberField("late", summary.late());
        json.writeNumberField("errors", summary.errors());
        json.writeNumberField("loss_percent", Math.round(summary.lossPercent() * TENTH) / TENTH);
        PingTimes times = summary.times();
        millis(json, "min_ms", times == null ? null : times.min());
        millis(json, "avg_ms", times == null ? null : times.avg());
        millis(json, "max_ms", times == null ? null : times.max());
        millis(json, "stddev_ms", times == null ? null : times.stddev());
        millis(json, "jitter_ms", times == null ? null : times.jitter());
        millis(json, "p50_ms", times == null ? null : times.p50());
        millis(json, "p95_ms", times == null ? null : times.p95());
    }

    private static void millis(JsonGenerator json, String name, @Nullable Long nanos) throws IOException {
        if (nanos == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, Math.round(nanos / NANOS_PER_MICRO) / MILLI);
        }
    }
}
