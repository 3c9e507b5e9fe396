package io.dispatcher.scenarios.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.protocol.HeaderField;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one try: an answer, or a problem, which looks like one with its own status and body.
 *
 * @param problem as the API tells it; null where the target answered
 * @param shown the answer as the report has it; null with a problem
 */
public record Answer(
        @Nullable String agentId,
        int status,
        List<HeaderField> headers,
        byte[] body,
        double durationMs,
        @Nullable ObjectNode problem,
        @Nullable ObjectNode shown) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Answer {
        headers = List.copyOf(headers);
    }

    /** Of a try that got no answer. */
    public static Answer failed(@Nullable String agentId, int status, ObjectNode problem, double durationMs) {
        return new Answer(
                agentId,
                status,
                List.of(new HeaderField("Content-Type", "application/problem+json")),
                problem.toString().getBytes(StandardCharsets.UTF_8),
                durationMs,
                problem,
                null);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Missing if it is none. */
    JsonNode json() {
        try {
            JsonNode tree = JSON.readTree(text());
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** All lines of that name; empty if there is none. */
    List<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(HeaderField::value)
                .toList();
    }
}
