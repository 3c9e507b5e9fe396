package io.dispatcher.monitors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.JsonMembers;
import io.dispatcher.ping.PingTaskParser;
import io.dispatcher.protocol.PingOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of a monitor's JSON that depends on its kind. Thread-safe. */
final class CheckParser {
    static final Set<String> PING = Set.of("target", "count", "timeout", "probe_interval", "size", "family");
    static final Set<String> HTTP = Set.of("request", "expect");

    private static final Set<String> EXPECTED = Set.of("status", "body");
    private static final Set<String> BODY = Set.of("contains", "matches");
    /** What {@code from} and {@code addresses} choose, and what has one answer only. */
    private static final List<String> NOT_HERE =
            List.of("agent_id", "source_address", "strategy", "session", "mode", "callback_url");

    private static final java.util.regex.Pattern STATUS = java.util.regex.Pattern.compile("[1-5](\\d\\d|[xX]{2})");
    private static final double SECOND_MS = 1_000;
    private static final double USUAL_TIMEOUT = 30;
    /** Bodies are only looked into. */
    private static final int USUAL_RESPONSE_BYTES = 1_048_576;

    private static final int LONGEST_TEXT = 4_096;
    private static final int LONGEST_EXPRESSION = 1_000;
    /** Of an expression's program: each costs at each character in the worst case. */
    private static final int MOST_STEPS = 2_000;

    private static final int MOST_PROBES = 100;

    private final ExecuteRequestParser requests;

    CheckParser(ExecuteRequestParser requests) {
        this.requests = requests;
    }

    /** Reads a member that is an object. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws InvalidRequestException;
    }

    /** Names what does not fit by its whole path. */
    static <T> T nested(String member, Reading<T> reading) throws InvalidRequestException {
        try {
            return reading.read();
        } catch (InvalidRequestException e) {
            if (e.failure().type() != FailureType.INVALID_REQUEST) {
                throw e;
            }
            String message = String.valueOf(e.getMessage());
            String plain =
                    e.field().isEmpty() ? message : message.substring(e.field().length() + 2);
            throw new InvalidRequestException(e.field().isEmpty() ? member : member + "." + e.field(), plain);
        }
    }

    Check.Ping ping(JsonMembers json) throws InvalidRequestException {
        String target = json.text("target", 253);
        if (target == null) {
            throw new InvalidRequestException("target", "is required");
        }
        double spacing = MonitorParser.orElse(json.seconds("probe_interval", 0.01, 60), 0.2);
        double timeout = MonitorParser.orElse(json.seconds("timeout", 0.001, 60), 5);
        ObjectNode task = JsonNodeFactory.instance.objectNode();
        task.putArray("targets").add(target);
        task.set("family", json.get("family"));
        task.set("size", json.get("size"));
        task.put("count", json.integer("count", 5, 1, MOST_PROBES));
        task.put("interval", Math.round(spacing * SECOND_MS));
        task.put("timeout", Math.max(1, Math.round(timeout * SECOND_MS)));
        return new Check.Ping(order(task));
    }

    private static PingOrder order(ObjectNode task) throws InvalidRequestException {
        try {
            return PingTaskParser.parse(task.toString().getBytes(StandardCharsets.UTF_8))
                    .order();
        } catch (InvalidRequestException e) {
            throw e.field().equals("targets")
                    ? new InvalidRequestException("target", "is neither a name nor an address")
                    : e;
        }
    }

    Check.Http http(JsonMembers json, double interval) throws InvalidRequestException {
        if (!(json.get("request") instanceof ObjectNode given)) {
            throw new InvalidRequestException("request", "is required: an object as POST /api/execute takes it");
        }
        ObjectNode source = given.deepCopy();
        ExecuteRequest request = nested("request", () -> request(source.deepCopy(), interval));
        return new Check.Http(request, source, expected(json.get("expect")));
    }

    private ExecuteRequest request(ObjectNode json, double interval) throws InvalidRequestException {
        for (String name : NOT_HERE) {
            if (json.hasNonNull(name)) {
                throw new InvalidRequestException(name, "is not for a monitor: from and addresses choose");
            }
        }
        if (!json.hasNonNull("timeout")) {
            json.put("timeout", Math.min(USUAL_TIMEOUT, interval));
        }
        if (!json.hasNonNull("max_response_bytes")) {
            json.put("max_response_bytes", USUAL_RESPONSE_BYTES);
        }
        return requests.parse(json);
    }

    private static Expected expected(@Nullable JsonNode given) throws InvalidRequestException {
        if (given == null) {
            return new Expected(null, null, null);
        }
        return nested("expect", () -> {
            JsonMembers own = new JsonMembers(given, EXPECTED);
            String status = status(own.get("status"));
            JsonNode body = own.get("body");
            return body == null
                    ? new Expected(status, null, null)
                    : nested("body", () -> {
                        JsonMembers text = new JsonMembers(body, BODY);
                        return new Expected(status, text.text("contains", LONGEST_TEXT), pattern(text));
                    });
        });
    }

    private static @Nullable String status(@Nullable JsonNode given) throws InvalidRequestException {
        if (given == null) {
            return null;
        }
        if (!(given.isInt() || given.isTextual())
                || !STATUS.matcher(given.asText()).matches()) {
            throw new InvalidRequestException("status", "must be a status such as 204 or a class such as \"2xx\"");
        }
        return given.asText();
    }

    private static @Nullable Pattern pattern(JsonMembers json) throws InvalidRequestException {
        String text = json.text("matches", LONGEST_EXPRESSION);
        if (text == null) {
            return null;
        }
        try {
            Pattern pattern = Pattern.compile(text);
            if (pattern.programSize() > MOST_STEPS) {
                throw new InvalidRequestException("matches", "repeats too much: it would take long to look for");
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new InvalidRequestException("matches", "is no RE2 expression: " + e.getDescription());
        }
    }
}
