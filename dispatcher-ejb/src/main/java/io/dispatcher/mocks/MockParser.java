package io.dispatcher.mocks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.JsonMembers;
import io.dispatcher.protocol.Names;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JSON of a mock to {@link Mock}; every input is hostile until it comes out of here. Thread-safe. */
final class MockParser {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern METHOD = Pattern.compile("\\*|[A-Z][A-Z0-9_-]{0,31}");
    private static final long SEED = 1_337;
    private static final Set<String> KNOWN = Set.of(
            "id",
            "hits",
            "method",
            "path_pattern",
            "status",
            "headers",
            "body",
            "body_base64",
            "content_type",
            "delay_ms",
            "priority",
            "enabled",
            "match",
            "template",
            "fault",
            "scenario",
            "required_state",
            "next_state",
            "upstream");

    private final ReplyParser replies;
    private final MatchParser matches = new MatchParser();

    /** @param mostBody bytes of a mock's body */
    MockParser(int mostBody) {
        this.replies = new ReplyParser(mostBody);
    }

    /** @throws InvalidRequestException naming the first field that does not fit */
    Mock parse(String id, byte[] body) throws InvalidRequestException {
        return parse(id, ExecuteRequestParser.tree(body));
    }

    Mock parse(String id, JsonNode tree) throws InvalidRequestException {
        JsonMembers json = new JsonMembers(tree, KNOWN);
        PathPattern path = path(json);
        boolean template = json.flag("template", false);
        Stub.Reply reply = replies.parse(json, template);
        List<Condition> conditions = matches.parse(json.get("match"));
        Stub stub = new Stub(
                id,
                method(json),
                path,
                conditions,
                reply,
                (int) json.integer("priority", 0, -1_000_000, 1_000_000),
                json.flag("enabled", true),
                fault(json.get("fault")),
                state(json),
                name(json, "upstream"),
                readsBody(conditions, reply),
                ReservedPaths.overlap(path));
        return new Mock(id, definition(tree, json, stub, template), stub);
    }

    private static boolean readsBody(List<Condition> conditions, Stub.Reply reply) {
        return conditions.stream().anyMatch(Condition::looksAtBody)
                || reply.template() != null && reply.template().readsBody()
                || reply.headers().stream()
                        .anyMatch(header ->
                                header.template() != null && header.template().readsBody());
    }

    private static String method(JsonMembers json) throws InvalidRequestException {
        String method = json.text("method", 32);
        String upper = method == null ? "GET" : method.toUpperCase(Locale.ROOT);
        if (!METHOD.matcher(upper).matches()) {
            throw new InvalidRequestException("method", "must be a method's name, or *");
        }
        return upper;
    }

    private static PathPattern path(JsonMembers json) throws InvalidRequestException {
        String path = json.text("path_pattern", PathPattern.LONGEST);
        if (path == null) {
            throw new InvalidRequestException("path_pattern", "is required");
        }
        return PathPattern.of(path);
    }

    private static @Nullable String name(JsonMembers json, String field) throws InvalidRequestException {
        String name = json.text(field, 64);
        if (name != null && !Names.isId(name)) {
            throw new InvalidRequestException(field, "must match " + Names.ID.pattern());
        }
        return name;
    }

    private static Stub.@Nullable State state(JsonMembers json) throws InvalidRequestException {
        String scenario = name(json, "scenario");
        String required = name(json, "required_state");
        String next = name(json, "next_state");
        if (scenario == null && (required != null || next != null)) {
            throw new InvalidRequestException("scenario", "is required where there is a state");
        }
        return scenario == null ? null : new Stub.State(scenario, required, next);
    }

    private static @Nullable Fault fault(@Nullable JsonNode json) throws InvalidRequestException {
        if (json == null) {
            return null;
        }
        try {
            JsonMembers members = new JsonMembers(json, Set.of("kind", "rate", "seed", "status", "duration_ms"));
            String kind = members.text("kind", 16);
            return new Fault(
                    Fault.Kind.valueOf(String.valueOf(kind).toUpperCase(Locale.ROOT)),
                    rate(members.get("rate")),
                    members.integer("seed", SEED, Long.MIN_VALUE, Long.MAX_VALUE),
                    (int) members.integer("status", 503, 400, 599),
                    (int) members.integer("duration_ms", 1_000, 1, ReplyParser.MOST_DELAY_MS));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("fault.kind", "must be reset, empty, garbage, slow or error");
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException("fault", String.valueOf(e.getMessage()));
        }
    }

    private static double rate(@Nullable JsonNode json) throws InvalidRequestException {
        if (json == null) {
            return 1;
        }
        if (!json.isNumber() || !(json.doubleValue() >= 0 && json.doubleValue() <= 1)) {
            throw new InvalidRequestException("rate", "must be a number from 0 to 1");
        }
        return json.doubleValue();
    }

    private static ObjectNode definition(JsonNode tree, JsonMembers json, Stub stub, boolean template) {
        ObjectNode all = NODES.objectNode();
        all.put("method", stub.method()).put("path_pattern", stub.path().text());
        all.put("status", stub.reply().status());
        all.set("headers", orElse(json.get("headers"), NODES.objectNode()));
        boolean base64 = json.get("body_base64") != null;
        all.set("body", base64 ? NODES.nullNode() : orElse(json.get("body"), NODES.textNode("")));
        all.set("body_base64", orElse(json.get("body_base64"), NODES.nullNode()));
        all.put("content_type", stub.reply().contentType());
        all.put("delay_ms", stub.reply().delayMs());
        all.put("priority", stub.priority()).put("enabled", stub.enabled());
        ObjectNode match = all.putObject("match");
        for (String part : List.of("query", "headers", "body")) {
            JsonNode given = tree.path("match").get(part);
            match.set(part, given == null || given.isNull() ? NODES.objectNode() : given);
        }
        all.put("template", template);
        Fault fault = stub.fault();
        all.set("fault", fault == null ? NODES.nullNode() : fault(fault));
        for (String name : List.of("scenario", "required_state", "next_state", "upstream")) {
            all.set(name, orElse(json.get(name), NODES.nullNode()));
        }
        return all;
    }

    private static ObjectNode fault(Fault fault) {
        ObjectNode json = NODES.objectNode().put("kind", fault.kind().tag()).put("rate", fault.rate());
        return json.put("seed", fault.seed()).put("status", fault.status()).put("duration_ms", fault.durationMs());
    }

    private static JsonNode orElse(@Nullable JsonNode node, JsonNode fallback) {
        return node == null ? fallback : node;
    }
}
