package io.dispatcher.mocks;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.history.Redaction;
import io.dispatcher.matching.ExpressionException;
import io.dispatcher.matching.JsonPath;
import io.dispatcher.protocol.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A text with places: <code>{{request.path.id}}</code>. No logic, no loops; what is not there is empty. In JSON a value that stands for itself is JSON, all
 * others are escaped for the quotes they stand in. Immutable.
 */
final class Template {
    /** Characters that may come out. */
    static final int LONGEST_RESULT = 1_048_576;

    private static final int MOST_PLACES = 200;
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private final List<Object> parts;
    private final boolean readsBody;

    /** A place. */
    private interface Place {
        Object value(MockRequest request, PathPattern pattern, long number);
    }

    private Template(List<Object> parts, boolean readsBody) {
        this.parts = parts;
        this.readsBody = readsBody;
    }

    /** @param field what to name in an error */
    static Template of(String text, String field) throws InvalidRequestException {
        List<Object> parts = new ArrayList<>();
        boolean readsBody = false;
        int at = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
            int close = text.indexOf(CLOSE, open);
            if (close < 0) {
                throw fault(field, open, "{{ without }}");
            }
            String name = text.substring(open + OPEN.length(), close).strip();
            if (parts.size() > 2 * MOST_PLACES) {
                throw fault(field, open, "more than " + MOST_PLACES + " places");
            }
            parts.add(text.substring(at, open));
            parts.add(place(name, field, open));
            readsBody |= name.startsWith("request.body");
            at = close + CLOSE.length();
        }
        parts.add(text.substring(at));
        return new Template(List.copyOf(parts), readsBody);
    }

    private static InvalidRequestException fault(String field, int at, String why) {
        return new InvalidRequestException(field, why + " (at character " + (at + 1) + ")");
    }

    private static Place place(String name, String field, int at) throws InvalidRequestException {
        switch (name) {
            case "request.method":
                return (request, pattern, number) -> request.method();
            case "request.path":
                return (request, pattern, number) -> request.path();
            case "request.body":
                return (request, pattern, number) -> request.text();
            case "number":
                return (request, pattern, number) -> number;
            case "uuid":
                return (request, pattern, number) -> uuid();
            case "now":
                return (request, pattern, number) -> Timestamp.of(Instant.now());
            case "open":
                return (request, pattern, number) -> OPEN;
            default:
                return below(name, field, at);
        }
    }

    /** Random enough for a mock, and cheap. */
    private static String uuid() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() >>> 2 | Long.MIN_VALUE;
        return new UUID(high, low).toString();
    }

    private static Place below(String name, String field, int at) throws InvalidRequestException {
        if (name.startsWith("request.path.")) {
            String key = name.substring("request.path.".length());
            return key.matches("\\d{1,2}") ? segment(Integer.parseInt(key)) : (r, p, n) -> p.named(key, r.segments());
        }
        if (name.startsWith("request.query.")) {
            String key = name.substring("request.query.".length());
            return (request, pattern, number) -> first(request.query(key));
        }
        if (name.startsWith("request.headers.")) {
            String key = name.substring("request.headers.".length());
            if (Redaction.isSecret(key)) {
                throw fault(field, at, key + " is a secret: an answer is kept, and seen by more than its caller");
            }
            return (request, pattern, number) -> first(request.header(key));
        }
        if (name.startsWith("request.body.$")) {
            return inBody(name.substring("request.body.".length()), field, at);
        }
        throw fault(
                field,
                at,
                "no such place: request.method, request.path, request.path.NAME, request.query.NAME,"
                        + " request.headers.NAME, request.body, request.body.$JSONPATH, number, uuid, now and open are");
    }

    private static Place segment(int index) {
        return (request, pattern, number) -> index < request.segments().length ? request.segments()[index] : "";
    }

    private static Place inBody(String written, String field, int at) throws InvalidRequestException {
        try {
            JsonPath path = JsonPath.of(written);
            return (request, pattern, number) -> selected(path, request);
        } catch (ExpressionException e) {
            throw fault(field, at, "JSON path: " + e.getMessage());
        }
    }

    private static Object selected(JsonPath path, MockRequest request) {
        JsonNode json = request.json();
        try {
            JsonNode first = json == null ? null : path.first(json);
            return first == null ? "" : first;
        } catch (ExpressionException e) {
            return "";
        }
    }

    private static String first(List<String> values) {
        return values.isEmpty() ? "" : values.get(0);
    }

    boolean readsBody() {
        return readsBody;
    }

    /**
     * @param json escape for it
     * @param number of the answer, from 0
     */
    String render(MockRequest request, PathPattern pattern, long number, boolean json) {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            if (part instanceof Place place) {
                append(text, place.value(request, pattern, number), json);
            } else {
                text.append(part);
            }
            if (text.length() > LONGEST_RESULT) {
                text.setLength(LONGEST_RESULT);
                break;
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Object value, boolean json) {
        if (value instanceof JsonNode node && !node.isTextual()) {
            text.append(node);
            return;
        }
        String plain = value instanceof JsonNode node ? node.textValue() : String.valueOf(value);
        if (json) {
            JsonStringEncoder.getInstance().quoteAsString(plain, text);
        } else {
            text.append(plain);
        }
    }
}
