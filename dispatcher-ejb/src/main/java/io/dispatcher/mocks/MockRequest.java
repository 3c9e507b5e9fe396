package io.dispatcher.mocks;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.InvalidRequestException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request as mocks see it; what few of them look at is made when it is first looked at. For one thread. */
public final class MockRequest {
    private static final int MOST_PARAMETERS = 1_000;

    private final String method;
    private final String path;
    private final @Nullable String rawQuery;
    private final Function<String, List<String>> headers;
    private final byte[] body;
    private final String[] segments;
    private @Nullable Map<String, List<String>> query;
    private @Nullable String text;
    private @Nullable JsonNode json;
    private boolean parsed;

    /**
     * @param path decoded, without dot segments
     * @param rawQuery as it came
     * @param headers the values of one
     * @param body empty where no mock of the path looks at it
     */
    public MockRequest(
            String method,
            String path,
            @Nullable String rawQuery,
            Function<String, List<String>> headers,
            byte[] body) {
        this.method = method;
        this.path = path;
        this.rawQuery = rawQuery;
        this.headers = headers;
        this.body = body;
        this.segments = PathPattern.segments(path);
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    String[] segments() {
        return segments;
    }

    List<String> header(String name) {
        return headers.apply(name);
    }

    List<String> query(String name) {
        if (query == null) {
            query = parameters(rawQuery);
        }
        return query.getOrDefault(name, List.of());
    }

    private static Map<String, List<String>> parameters(@Nullable String raw) {
        Map<String, List<String>> all = new HashMap<>();
        if (raw == null) {
            return all;
        }
        for (String part : raw.split("&", MOST_PARAMETERS)) {
            int equals = part.indexOf('=');
            String name = decoded(equals < 0 ? part : part.substring(0, equals));
            all.computeIfAbsent(name, n -> new ArrayList<>(1))
                    .add(equals < 0 ? "" : decoded(part.substring(equals + 1)));
        }
        return all;
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part; // as it came
        }
    }

    String text() {
        if (text == null) {
            text = new String(body, StandardCharsets.UTF_8);
        }
        return text;
    }

    /** Null if the body is none. */
    @Nullable
    JsonNode json() {
        if (!parsed) {
            parsed = true;
            try {
                json = body.length == 0 ? null : ExecuteRequestParser.tree(body);
            } catch (InvalidRequestException e) {
                json = null;
            }
        }
        return json;
    }
}
