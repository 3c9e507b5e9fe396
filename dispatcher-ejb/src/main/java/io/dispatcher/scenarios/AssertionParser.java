package io.dispatcher.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.JsonMembers;
import io.dispatcher.matching.ExpressionException;
import io.dispatcher.matching.JsonPath;
import io.dispatcher.scenarios.engine.Assertion;
import io.dispatcher.scenarios.engine.Expected;
import io.dispatcher.scenarios.engine.ValueSchema;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One assertion. */
final class AssertionParser {
    private static final int MAX_TEXT = 8_192;
    private static final double LONGEST_MS = 86_400_000;

    private AssertionParser() {}

    static Assertion parse(JsonNode given) throws InvalidRequestException {
        String type = given.path("type").asText("");
        return switch (type) {
            case "status" -> status(new JsonMembers(given, Set.of("type", "equals")));
            case "header" -> {
                JsonMembers json = new JsonMembers(given, Set.of("type", "name", "equals", "matches", "contains"));
                yield new Assertion.Header(
                        required(json, "name"), expected(json, List.of("equals", "matches", "contains")));
            }
            case "body" ->
                new Assertion.Body(expected(
                        new JsonMembers(given, Set.of("type", "equals", "matches", "contains")),
                        List.of("equals", "contains", "matches")));
            case "json" -> {
                JsonMembers json = new JsonMembers(given, Set.of("type", "path", "equals", "exists", "matches"));
                yield new Assertion.Json(path(json), expectedJson(given, json));
            }
            case "schema" -> schema(new JsonMembers(given, Set.of("type", "schema")));
            case "duration" -> duration(new JsonMembers(given, Set.of("type", "less_than_ms")));
            default ->
                throw new InvalidRequestException("type", "must be status, header, body, json, schema or duration");
        };
    }

    private static String required(JsonMembers json, String name) throws InvalidRequestException {
        String text = json.text(name, MAX_TEXT);
        if (text == null || text.isEmpty()) {
            throw new InvalidRequestException(name, "is required");
        }
        return text;
    }

    private static Assertion status(JsonMembers json) throws InvalidRequestException {
        JsonNode wanted = json.get("equals");
        boolean variable =
                wanted != null && wanted.isTextual() && wanted.textValue().contains("${");
        if (wanted == null || !variable && !(wanted.isInt() && wanted.intValue() >= 100 && wanted.intValue() <= 999)) {
            throw new InvalidRequestException("equals", "must be a status from 100 to 999");
        }
        return new Assertion.Status(wanted);
    }

    /** Null is a value too. */
    private static Expected expectedJson(JsonNode given, JsonMembers json) throws InvalidRequestException {
        boolean isNull = given.path("equals").isNull() && json.get("exists") == null && json.get("matches") == null;
        return isNull
                ? new Expected(Expected.How.EQUALS, given.path("equals"), null)
                : expected(json, List.of("equals", "exists", "matches"));
    }

    private static Expected expected(JsonMembers json, List<String> ways) throws InvalidRequestException {
        String given = null;
        for (String way : ways) {
            if (json.get(way) != null) {
                if (given != null) {
                    throw new InvalidRequestException(way, "only one of " + String.join(", ", ways) + " may be given");
                }
                given = way;
            }
        }
        if (given == null) {
            throw new InvalidRequestException("", "needs one of " + String.join(", ", ways));
        }
        JsonNode value = json.get(given);
        if (value == null || !given.equals("equals") && !given.equals("exists") && !value.isTextual()) {
            throw new InvalidRequestException(given, "must be a string");
        }
        if (given.equals("exists")) {
            json.flag("exists", true);
        }
        try {
            return Expected.of(Expected.How.valueOf(given.toUpperCase(Locale.ROOT)), value);
        } catch (ExpressionException e) {
            throw new InvalidRequestException(given, "is no regular expression (RE2): " + e.getMessage());
        }
    }

    private static JsonPath path(JsonMembers json) throws InvalidRequestException {
        try {
            return JsonPath.of(required(json, "path"));
        } catch (ExpressionException e) {
            throw new InvalidRequestException("path", "is no JSON path: " + e.getMessage());
        }
    }

    private static Assertion schema(JsonMembers json) throws InvalidRequestException {
        JsonNode schema = json.get("schema");
        if (schema == null || !(schema.isObject() || schema.isBoolean())) {
            throw new InvalidRequestException("schema", "must be a JSON Schema");
        }
        try {
            return new Assertion.Schema(ValueSchema.of(schema));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("schema", String.valueOf(e.getMessage()));
        }
    }

    private static Assertion duration(JsonMembers json) throws InvalidRequestException {
        JsonNode limit = json.get("less_than_ms");
        if (limit == null || !limit.isNumber() || !(limit.doubleValue() > 0 && limit.doubleValue() <= LONGEST_MS)) {
            throw new InvalidRequestException("less_than_ms", "must be a number above 0, at most " + (long) LONGEST_MS);
        }
        return new Assertion.Duration(limit.doubleValue());
    }
}
