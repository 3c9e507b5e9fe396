package io.dispatcher.dispatch.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkTimings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The JSON of an answered dispatch, the same for every way it was asked. */
public final class ExecuteAnswer {
    private static final Pattern CHARSET =
            Pattern.compile("charset\\s*=\\s*\"?([^\\s;\"]{1,40})", Pattern.CASE_INSENSITIVE);

    private static final int PIECE = 4096;

    private static final JsonFactory JSON = new JsonFactory();

    private ExecuteAnswer() {}

    /** @param story of a dispatch that was answered */
    public static byte[] json(DispatchRecord story) {
        return json(story, Map.of());
    }

    /** @param more texts that this way of asking adds */
    public static byte[] json(DispatchRecord story, Map<String, String> more) {
        DispatchRecord.ResponsePart response = Objects.requireNonNull(story.response());
        ByteArrayOutputStream out = new ByteArrayOutputStream(512 + response.body().length);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("request_id", story.requestId().toString());
            for (Map.Entry<String, String> member : more.entrySet()) {
                json.writeStringField(member.getKey(), member.getValue());
            }
            json.writeStringField("agent_id", story.agentId());
            json.writeStringField("source_address", story.sourceAddress());
            json.writeNumberField("status_code", Objects.requireNonNull(story.statusCode()));
            json.writeStringField("http_version", response.httpVersion());
            headers(json, response.headers());
            body(json, response);
            json.writeBooleanField("body_truncated", response.bodyTruncated());
            json.writeNumberField("size_bytes", response.sizeBytes());
            json.writeNumberField("attempts", story.attempts());
            timings(json, story);
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

    private static void body(JsonGenerator json, DispatchRecord.ResponsePart response) throws IOException {
        byte[] body = response.body();
        Charset charset = charset(response.headers());
        if (charset == null || !decodes(body, charset)) {
            json.writeNullField("body");
            json.writeBinaryField("body_base64", body);
            return;
        }
        json.writeFieldName("body");
        if (charset.equals(StandardCharsets.UTF_8)) {
            json.writeUTF8String(body, 0, body.length);
        } else {
            json.writeString(new InputStreamReader(new ByteArrayInputStream(body), charset), -1);
        }
        json.writeNullField("body_base64");
    }

    /** Piece by piece: a large body is not held as text as well. */
    private static boolean decodes(byte[] body, Charset charset) {
        CharsetDecoder decoder = charset.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(body);
        CharBuffer piece = CharBuffer.allocate(Math.min(PIECE, body.length + 1));
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            result = decoder.decode(bytes, piece.clear(), true);
        }
        return result.isUnderflow() && !decoder.flush(piece.clear()).isError();
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

    private static void timings(JsonGenerator json, DispatchRecord story) throws IOException {
        WorkTimings timings = story.timings();
        json.writeObjectFieldStart("timings");
        millis(json, "queue_ms", story.queueMs());
        millis(json, "dns_ms", timings.dnsMs());
        millis(json, "connect_ms", timings.connectMs());
        millis(json, "tls_ms", timings.tlsMs());
        millis(json, "first_byte_ms", timings.firstByteMs());
        millis(json, "total_ms", story.durationMs());
        json.writeEndObject();
    }

    private static void millis(JsonGenerator json, String name, double value) throws IOException {
        json.writeNumberField(name, Math.round(value * 1000) / 1000.0);
    }
}
