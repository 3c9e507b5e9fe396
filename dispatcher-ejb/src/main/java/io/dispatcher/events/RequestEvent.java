package io.dispatcher.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.dispatcher.history.StoredRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a request ended, or that an answer which came later than its end has corrected that.
 *
 * @param statusCode 0 with an error
 * @param error last part of the problem type, null with an answer
 */
record RequestEvent(
        String type,
        Instant time,
        UUID id,
        String kind,
        String method,
        String url,
        int statusCode,
        @Nullable String error,
        @Nullable String agentId,
        @Nullable String sourceAddress,
        double durationMs,
        @Nullable String caller) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String PING = "ping";
    private static final String MOCK = "mock";
    private static final String INBOUND = "inbound";

    static RequestEvent of(StoredRecord record) {
        return new RequestEvent(
                type(record),
                Instant.ofEpochMilli(record.timeMs() + Math.round(record.durationMs())),
                record.id(),
                record.kind(),
                record.method(),
                record.url(),
                record.statusCode(),
                record.error(),
                record.agentId(),
                record.sourceAddress(),
                record.durationMs(),
                record.caller());
    }

    private static String type(StoredRecord record) {
        if (record.late()) {
            return "request.corrected";
        }
        if (record.kind().equals(PING)) {
            return "ping.result";
        }
        if (record.kind().equals(MOCK)) {
            return "mock.answered";
        }
        if (record.kind().equals(INBOUND)) {
            return "request.received";
        }
        String error = record.error();
        if (error == null) {
            return "request.completed";
        }
        return switch (error) {
            case "expired", "no-agent-available" -> "request.expired";
            case "cancelled" -> "request.cancelled";
            default -> "request.failed";
        };
    }

    void write(JsonGenerator out) throws IOException {
        out.writeString(type);
        out.writeNumber(time.toEpochMilli());
        out.writeNumber(id.getMostSignificantBits());
        out.writeNumber(id.getLeastSignificantBits());
        out.writeString(kind);
        out.writeString(method);
        out.writeString(url);
        out.writeNumber(statusCode);
        out.writeString(error);
        out.writeString(agentId);
        out.writeString(sourceAddress);
        out.writeNumber(durationMs);
        out.writeString(caller);
    }

    static RequestEvent read(CBORParser in) throws IOException {
        return new RequestEvent(
                in.nextTextValue(),
                Instant.ofEpochMilli(in.nextLongValue(0)),
                new UUID(in.nextLongValue(0), in.nextLongValue(0)),
                in.nextTextValue(),
                in.nextTextValue(),
                in.nextTextValue(),
                in.nextIntValue(0),
                in.nextTextValue(),
                in.nextTextValue(),
                in.nextTextValue(),
                nextDouble(in),
                in.nextTextValue());
    }

    private static double nextDouble(CBORParser in) throws IOException {
        in.nextToken();
        return in.getDoubleValue();
    }

    /** As JSON. What a late answer does not know is left out. */
    String data() throws IOException {
        StringWriter out = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("request_id", id.toString());
            boolean whole = !type.equals("request.corrected");
            if (whole) {
                json.writeStringField("kind", kind);
                json.writeStringField("method", method);
                json.writeStringField("url", url);
            }
            if (statusCode == 0) {
                json.writeNullField("status_code");
            } else {
                json.writeNumberField("status_code", statusCode);
            }
            json.writeStringField("error", error);
            json.writeStringField("agent_id", agentId);
            json.writeStringField("source_address", sourceAddress);
            if (whole) {
                json.writeNumberField("duration_ms", Math.round(durationMs * 1000) / 1000.0);
                json.writeStringField("caller", caller);
            }
            json.writeEndObject();
        }
        return out.toString();
    }
}
