package io.dispatcher.mocks;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.JsonMembers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a mock answers. */
final class ReplyParser {
    static final int MOST_DELAY_MS = 60_000;

    private static final int MOST_HEADERS = 100;
    static final int LONGEST_VALUE = 8_192;
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

    /** The server's own. */
    private static final Set<String> FRAMING = Set.of(
            "connection",
            "content-length",
            "content-type",
            "keep-alive",
            "proxy-connection",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final int mostBody;

    ReplyParser(int mostBody) {
        this.mostBody = mostBody;
    }

    Stub.Reply parse(JsonMembers json, boolean template) throws InvalidRequestException {
        byte[] body = body(json);
        if (body.length > mostBody) {
            throw InvalidRequestException.tooLarge(
                    "body: is larger than " + mostBody + " bytes (--max-mock-body-bytes)");
        }
        String type = json.text("content_type", 256);
        if (type != null && !printable(type)) {
            throw new InvalidRequestException("content_type", "must be printable ASCII");
        }
        return new Stub.Reply(
                (int) json.integer("status", 200, 200, 599),
                headers(json, template),
                body,
                template ? Template.of(new String(body, StandardCharsets.UTF_8), "body") : null,
                type == null ? "application/json" : type,
                (int) json.integer("delay_ms", 0, 0, MOST_DELAY_MS));
    }

    /** A text as it is, any other value as JSON. */
    private static byte[] body(JsonMembers json) throws InvalidRequestException {
        JsonNode body = json.get("body");
        String base64 = json.text("body_base64", Integer.MAX_VALUE);
        if (base64 == null) {
            String text = body == null ? "" : body.isTextual() ? body.textValue() : body.toString();
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (body != null) {
            throw new InvalidRequestException("body_base64", "not together with body");
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("body_base64", "is no base64");
        }
    }

    private static List<Stub.Header> headers(JsonMembers json, boolean template) throws InvalidRequestException {
        List<Stub.Header> headers = new ArrayList<>();
        for (Map.Entry<String, JsonNode> header : json.object("headers").entrySet()) {
            String name = header.getKey();
            String field = "headers." + TextTest.shortened(name);
            if (!TOKEN.matcher(name).matches() || FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
                throw new InvalidRequestException(
                        field, "is no header that a mock can set (content_type is a member of its own)");
            }
            JsonNode value = header.getValue();
            for (JsonNode one : value.isArray() ? value : List.of(value)) {
                headers.add(header(name, one, field, template));
            }
        }
        if (headers.size() > MOST_HEADERS) {
            throw new InvalidRequestException("headers", "more than " + MOST_HEADERS);
        }
        return List.copyOf(headers);
    }

    private static Stub.Header header(String name, @Nullable JsonNode value, String field, boolean template)
            throws InvalidRequestException {
        if (value == null || !value.isTextual() || value.textValue().length() > LONGEST_VALUE) {
            throw new InvalidRequestException(
                    field, "must be a string of at most " + LONGEST_VALUE + " characters, or a list of such");
        }
        String text = value.textValue();
        if (!printable(text)) {
            throw new InvalidRequestException(field, "must be printable ASCII");
        }
        return new Stub.Header(name, text, template && text.contains("{{") ? Template.of(text, field) : null);
    }

    static boolean printable(String text) {
        return text.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
    }
}
