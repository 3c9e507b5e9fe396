package io.dispatcher.metrics.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatcher.web.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request and its answer, for the access log. The path is without its query: that may hold what is nobody's business.
 *
 * @param connectionId the caller's end of the connection
 * @param requestId of the dispatch that came of it
 * @param traceId W3C
 * @param shutdownPhase {@code starting, running} or {@code draining}
 * @param action of the lab, such as {@code mock.create}
 */
record AccessLine(
        Instant time,
        String method,
        String path,
        int status,
        double durationMs,
        @Nullable String caller,
        String engine,
        String connectionId,
        @Nullable String requestId,
        @Nullable String traceId,
        String shutdownPhase,
        @Nullable String action) {
    private static final JsonFactory JSON = new JsonFactory();

    String json() {
        StringWriter out = new StringWriter(320);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("time", Json.time(time));
            json.writeStringField("method", method);
            json.writeStringField("path", path);
            json.writeNumberField("status", status);
            json.writeNumberField("duration_ms", Stats.rounded(durationMs));
            json.writeStringField("caller", caller);
            json.writeStringField("engine", engine);
            json.writeStringField("connection_id", connectionId);
            json.writeStringField("request_id", requestId);
            json.writeStringField("trace_id", traceId);
            json.writeStringField("shutdown_phase", shutdownPhase);
            json.writeStringField("playground_action", action);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    String plain() {
        return Json.time(time) + " " + safe(method) + " " + safe(path) + " " + status + " " + Stats.rounded(durationMs)
                + "ms caller=" + shown(caller) + " engine=" + engine + " connection_id=" + connectionId
                + " request_id=" + shown(requestId) + " trace_id=" + shown(traceId) + " shutdown_phase="
                + shutdownPhase + " playground_action=" + shown(action);
    }

    private static String shown(@Nullable String text) {
        return text == null ? "-" : safe(text);
    }

    /** In one word. */
    private static String safe(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) == 0x7f) {
                return text.replaceAll("[\\x00-\\x20\\x7f]", "?");
            }
        }
        return text;
    }
}
