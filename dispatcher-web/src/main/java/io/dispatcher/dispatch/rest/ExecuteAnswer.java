package io.dispatcher.dispatch.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatcher.dispatch.Dispatch;
import io.dispatcher.dispatch.Outcome;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkReply;
import io.dispatcher.protocol.WorkTimings;
import io.dispatcher.web.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The JSON of an answered dispatch. */
final class ExecuteAnswer {
    private static final Pattern CHARSET =
            Pattern.compile("charset\\s*=\\s*\"?([^\\s;\"]{1,40})", Pattern.CASE_INSENSITIVE);

    private ExecuteAnswer() {}

    static byte[] json(Dispatch dispatch, Outcome.Answered answered) {
        WorkReply reply = answered.reply();
        ByteArrayOutputStream out = new ByteArrayOutputStream(512 + answered.body().length);
        try (JsonGenerator json = Json.shared().getFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("request_id", dispatch.id().toString());
            json.writeStringField("agent_id", dispatch.agentId());
            json.writeStringField("source_address", reply.sourceAddress());
            json.writeNumberField("status_code", reply.statusCode());
            json.writeStringField("http_version", reply.httpVersion());
            headers(json, reply.headers());
            body(json, reply, answered.body());
            json.writeBooleanField("body_truncated", reply.bodyTruncated());
            json.writeNumberField("size_bytes", reply.sizeBytes());
            json.writeNumberField("attempts", dispatch.attempts());
            timings(json, dispatch, reply.timings());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void headers(JsonGenerator json, List<HeaderField> fields) throws IOException {
        // Names are case-insensitive: the first spelling stands for all lines of that name.
        Map<String, List<HeaderField>> byName = new LinkedHashMap<>();
        for (HeaderField field : fields) {
            byName.computeIfAbsent(field.name().toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                    .add(field);
        }
        json.writeObjectFieldStart("headers");
        for (List<HeaderField> lines : byName.values()) {
            json.writeArrayFieldStart(lines.get(0).name());
            for (HeaderField line : lines) {
                json.writeString(line.value());
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void body(JsonGenerator json, WorkReply reply, byte[] body) throws IOException {
        String text = text(body, charset(reply.headers()));
        json.writeStringField("body", text);
        if (text == null) {
            json.writeBinaryField("body_base64", body);
        } else {
            json.writeNullField("body_base64");
        }
    }

    private static @Nullable String text(byte[] body, @Nullable Charset charset) {
        if (charset == null) {
            return null;
        }
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static @Nullable Charset charset(List<HeaderField> headers) {
        boolean encoded = false;
        Charset charset = StandardCharsets.UTF_8;
        for (HeaderField header : headers) {
            if (header.name().equalsIgnoreCase("Content-Type")) {
                charset = declared(header.value());
            } else if (header.name().equalsIgnoreCase("Content-Encoding")) {
                encoded |= !header.value().equalsIgnoreCase("identity");
            }
        }
        return encoded ? null : charset;
    }

    private static @Nullable Charset declared(String contentType) {
        Matcher matcher = CHARSET.matcher(contentType);
        if (!matcher.find()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(matcher.group(1));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }

    private static void timings(JsonGenerator json, Dispatch dispatch, WorkTimings timings) throws IOException {
        json.writeObjectFieldStart("timings");
        millis(json, "queue_ms", dispatch.queueMs());
        millis(json, "dns_ms", timings.dnsMs());
        millis(json, "connect_ms", timings.connectMs());
        millis(json, "tls_ms", timings.tlsMs());
        millis(json, "first_byte_ms", timings.firstByteMs());
        millis(json, "total_ms", dispatch.durationMs());
        json.writeEndObject();
    }

    private static void millis(JsonGenerator json, String name, double value) throws IOException {
        json.writeNumberField(name, Math.round(value * 1000) / 1000.0);
    }
}
