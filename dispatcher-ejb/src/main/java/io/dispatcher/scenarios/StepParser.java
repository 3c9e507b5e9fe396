package io.dispatcher.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.JsonMembers;
import io.dispatcher.matching.ExpressionException;
import io.dispatcher.matching.JsonPath;
import io.dispatcher.scenarios.engine.Assertion;
import io.dispatcher.scenarios.engine.Chaos;
import io.dispatcher.scenarios.engine.Step;
import io.dispatcher.scenarios.engine.Variables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One step. What it names by variables is checked when it is made. Thread-safe. */
final class StepParser {
    private static final Set<String> MEMBERS =
            Set.of("name", "request", "from", "delay_ms", "retry", "extract", "assertions", "chaos");
    private static final Set<String> REQUEST =
            Set.of("method", "url", "target", "upstream", "path", "query", "headers", "body", "body_base64", "timeout");
    private static final Set<String> FROM = Set.of("agent_id", "source_address", "labels", "all");
    private static final Set<String> RETRY = Set.of("times", "delay_ms");
    private static final Set<String> CHAOS = Set.of("latency_ms", "failure_rate");
    private static final int MAX_NAME = 128;
    private static final int MAX_TEXT = 8_192;
    private static final int MOST_EXTRACTED = 50;
    private static final int MOST_RETRIES = 100;
    private static final long LONGEST_MS = 600_000;

    private final int mostAssertions;

    StepParser(int mostAssertions) {
        this.mostAssertions = mostAssertions;
    }

    /** Something that names its own members only. */
    @FunctionalInterface
    interface Part<T> {
        T parse() throws InvalidRequestException;
    }

    /** Puts where it is before what it names. */
    static <T> T within(String place, Part<T> part) throws InvalidRequestException {
        try {
            return part.parse();
        } catch (InvalidRequestException e) {
            String detail = String.valueOf(e.getMessage());
            boolean named = !e.field().isEmpty();
            throw new InvalidRequestException(
                    named ? place + "." + e.field() : place,
                    named ? detail.substring(e.field().length() + 2) : detail);
        }
    }

    Step parse(JsonNode tree, int number) throws InvalidRequestException {
        JsonMembers json = new JsonMembers(tree, MEMBERS);
        String name = json.text("name", MAX_NAME);
        JsonNode retry = json.get("retry");
        long times = retry == null
                ? 0
                : within("retry", () -> new JsonMembers(retry, RETRY).integer("times", 1, 0, MOST_RETRIES));
        long apart = retry == null
                ? 0
                : within("retry", () -> new JsonMembers(retry, RETRY).integer("delay_ms", 0, 0, LONGEST_MS));
        ObjectNode request = request(json.get("request"));
        return new Step(
                name == null ? "step " + (number + 1) : name,
                request,
                from(json.get("from"), request),
                json.integer("delay_ms", 0, 0, LONGEST_MS),
                (int) times,
                apart,
                extract(json.object("extract")),
                assertions(json.get("assertions")),
                chaos(json.get("chaos")));
    }

    private static ObjectNode request(@Nullable JsonNode given) throws InvalidRequestException {
        if (!(given instanceof ObjectNode request)) {
            throw new InvalidRequestException("request", "is required and must be an object");
        }
        return within("request", () -> {
            JsonMembers json = new JsonMembers(request, REQUEST);
            int places = 0;
            for (String place : List.of("url", "target", "upstream")) {
                places += json.text(place, MAX_TEXT) == null ? 0 : 1;
            }
            if (places != 1) {
                throw new InvalidRequestException("", "needs one of url, target and upstream");
            }
            if (json.text("path", MAX_TEXT) != null && json.get("url") != null) {
                throw new InvalidRequestException("path", "is for target and upstream");
            }
            json.text("method", MAX_TEXT);
            json.object("headers");
            json.object("query");
            if (json.get("body") != null && json.get("body_base64") != null) {
                throw new InvalidRequestException("body_base64", "only one of body and body_base64 may be given");
            }
            return request;
        });
    }

    private static @Nullable ObjectNode from(@Nullable JsonNode given, ObjectNode request)
            throws InvalidRequestException {
        if (given == null) {
            return null;
        }
        boolean chosen = within("from", () -> {
            JsonMembers json = new JsonMembers(given, FROM);
            if (request.hasNonNull("upstream")) {
                throw new InvalidRequestException("", "is not for an upstream: whoever claims it makes the request");
            }
            json.text("agent_id", MAX_TEXT);
            json.text("source_address", MAX_TEXT);
            json.object("labels");
            boolean all = json.flag("all", false);
            if (all && (json.get("agent_id") != null || json.get("source_address") != null)) {
                throw new InvalidRequestException("all", "goes with labels, not with agent_id or source_address");
            }
            return !given.isEmpty();
        });
        return chosen ? (ObjectNode) given : null;
    }

    private static Map<String, JsonPath> extract(Map<String, JsonNode> given) throws InvalidRequestException {
        if (given.size() > MOST_EXTRACTED) {
            throw new InvalidRequestException("extract", "more than " + MOST_EXTRACTED);
        }
        Map<String, JsonPath> extract = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> one : given.entrySet()) {
            if (!Variables.NAME.matcher(one.getKey()).matches()) {
                throw new InvalidRequestException("extract", "a name must match " + Variables.NAME.pattern());
            }
            try {
                extract.put(
                        one.getKey(),
                        JsonPath.of(one.getValue().isTextual() ? one.getValue().textValue() : ""));
            } catch (ExpressionException e) {
                throw new InvalidRequestException("extract." + one.getKey(), "is no JSON path: " + e.getMessage());
            }
        }
        return extract;
    }

    private List<Assertion> assertions(@Nullable JsonNode given) throws InvalidRequestException {
        List<Assertion> assertions = new ArrayList<>();
        if (given == null) {
            return assertions;
        }
        if (!given.isArray()) {
            throw new InvalidRequestException("assertions", "must be a list");
        }
        if (given.size() > mostAssertions) {
            throw new InvalidRequestException(
                    "assertions", "more than " + mostAssertions + " (--max-assertions-per-step)");
        }
        for (JsonNode one : given) {
            assertions.add(within("assertions[" + assertions.size() + "]", () -> AssertionParser.parse(one)));
        }
        return assertions;
    }

    private static Chaos chaos(@Nullable JsonNode given) throws InvalidRequestException {
        if (given == null) {
            return new Chaos(0, 0, 0);
        }
        return within("chaos", () -> {
            JsonMembers json = new JsonMembers(given, CHAOS);
            int[] latency = latency(json.get("latency_ms"));
            JsonNode rate = json.get("failure_rate");
            if (rate != null && !(rate.isNumber() && rate.doubleValue() >= 0 && rate.doubleValue() <= 1)) {
                throw new InvalidRequestException("failure_rate", "must be a number from 0 to 1");
            }
            return new Chaos(latency[0], latency[1], rate == null ? 0 : rate.doubleValue());
        });
    }

    private static int[] latency(@Nullable JsonNode given) throws InvalidRequestException {
        if (given == null) {
            return new int[2];
        }
        boolean pair = given.isArray() && given.size() == 2;
        JsonNode least = pair ? given.get(0) : given;
        JsonNode most = pair ? given.get(1) : given;
        if (!least.isInt()
                || !most.isInt()
                || least.intValue() < 0
                || most.intValue() < least.intValue()
                || most.intValue() > LONGEST_MS) {
            throw new InvalidRequestException(
                    "latency_ms", "must be [least, most], whole milliseconds from 0 to " + LONGEST_MS);
        }
        return new int[] {least.intValue(), most.intValue()};
    }
}
