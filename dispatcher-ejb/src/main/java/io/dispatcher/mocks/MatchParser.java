package io.dispatcher.mocks;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.JsonMembers;
import io.dispatcher.matching.ExpressionException;
import io.dispatcher.matching.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a mock wants of a request beside method and path. */
final class MatchParser {
    private static final int MOST = 50;
    private static final Set<String> PARTS = Set.of("query", "headers", "body");
    private static final Set<String> BODY = Set.of("equals", "contains", "matches", "json");
    private static final Set<String> JSON = Set.of("path", "equals", "exists", "matches");

    List<Condition> parse(@Nullable JsonNode match) throws InvalidRequestException {
        List<Condition> all = new ArrayList<>();
        if (match == null) {
            return List.of();
        }
        JsonMembers parts = members(match, PARTS, "match");
        for (Map.Entry<String, JsonNode> one : object(parts, "query").entrySet()) {
            all.add(new Condition.Query(one.getKey(), TextTest.of(one.getValue(), "match.query." + one.getKey())));
        }
        for (Map.Entry<String, JsonNode> one : object(parts, "headers").entrySet()) {
            all.add(new Condition.Header(one.getKey(), TextTest.of(one.getValue(), "match.headers." + one.getKey())));
        }
        JsonNode body = parts.get("body");
        if (body != null) {
            body(body, all);
        }
        if (all.size() > MOST) {
            throw new InvalidRequestException("match", "more than " + MOST + " conditions");
        }
        return List.copyOf(all);
    }

    private static Map<String, JsonNode> object(JsonMembers parts, String name) throws InvalidRequestException {
        try {
            return parts.object(name);
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException("match." + name, "must be an object");
        }
    }

    private static JsonMembers members(JsonNode json, Set<String> known, String field) throws InvalidRequestException {
        try {
            return new JsonMembers(json, known);
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException(field, String.valueOf(e.getMessage()));
        }
    }

    /** A text is what the body must be. */
    private static void body(JsonNode body, List<Condition> all) throws InvalidRequestException {
        if (body.isTextual()) {
            all.add(new Condition.Body(TextTest.of(body, "match.body")));
            return;
        }
        JsonMembers members = members(body, BODY, "match.body");
        JsonNode equal = members.get("equals");
        if (equal != null && !equal.isTextual()) {
            all.add(new Condition.JsonBody(equal));
        }
        String text = equal != null && equal.isTextual() ? equal.textValue() : null;
        String contains = text(members, "contains");
        String matches = text(members, "matches");
        if (text != null || contains != null || matches != null) {
            all.add(new Condition.Body(new TextTest(text, contains, TextTest.pattern(matches, "match.body"), null)));
        }
        json(members.get("json"), all);
    }

    private static @Nullable String text(JsonMembers members, String name) throws InvalidRequestException {
        try {
            return members.text(name, 8_192);
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException("match.body", String.valueOf(e.getMessage()));
        }
    }

    private static void json(@Nullable JsonNode json, List<Condition> all) throws InvalidRequestException {
        if (json == null) {
            return;
        }
        if (!json.isArray()) {
            throw new InvalidRequestException("match.body.json", "must be a list of {path, equals | exists | matches}");
        }
        for (int i = 0; i < json.size() && i <= MOST; i++) {
            all.add(part(json.get(i), "match.body.json[" + i + "]"));
        }
    }

    private static Condition part(JsonNode json, String field) throws InvalidRequestException {
        JsonMembers members = members(json, JSON, field);
        try {
            String path = members.text("path", JsonPath.LONGEST);
            if (path == null) {
                throw new InvalidRequestException("path", "is required");
            }
            Boolean exists = members.get("exists") == null ? null : Boolean.valueOf(members.flag("exists", true));
            String matches = members.text("matches", 8_192);
            JsonNode equal = json.get("equals"); // null is a value here
            boolean nothing = exists == null && matches == null && equal == null;
            return new Condition.JsonPart(
                    JsonPath.of(path), equal, nothing ? Boolean.TRUE : exists, TextTest.pattern(matches, field));
        } catch (ExpressionException e) {
            throw new InvalidRequestException(field + ".path", String.valueOf(e.getMessage()));
        } catch (InvalidRequestException e) {
            throw e.field().startsWith(field) ? e : new InvalidRequestException(field, String.valueOf(e.getMessage()));
        }
    }
}
