package io.dispatcher.scenarios.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.protocol.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run comes to, as it grows. Bounded: bodies are left out once there are many, all of an answer once the whole is long, and {@link #full} says when it is
 * enough. Not thread-safe.
 */
final class RunReport {
    static final int MOST_RESULTS = 20_000;
    static final long MOST_CHARACTERS = 16L * 1024 * 1024;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int BODY = 16 * 1024;
    private static final long ALL_BODIES = 4L * 1024 * 1024;
    private final ObjectNode json = NODES.objectNode();
    private final ArrayNode steps;
    private long bodies;
    private long characters;
    private int results;

    RunReport(String runId, @Nullable String scenarioId, String name, long seed, Instant started) {
        json.put("run_id", runId).put("scenario_id", scenarioId).put("name", name);
        json.put("status", RunStatus.RUNNING.tag()).put("seed", seed);
        json.put("started_at", Timestamp.of(started)).putNull("finished_at").putNull("error");
        steps = json.putArray("steps");
    }

    void ended(RunStatus status, @Nullable String error, Instant now) {
        json.put("status", status.tag()).put("error", error).put("finished_at", Timestamp.of(now));
    }

    boolean full() {
        return results >= MOST_RESULTS || characters >= MOST_CHARACTERS;
    }

    ObjectNode step(String name, int row, String status, @Nullable String error) {
        ObjectNode step = steps.addObject().put("name", name).put("row", row).put("status", status);
        if (error != null) {
            step.put("error", error);
        }
        step.putArray("results");
        return step;
    }

    void result(ObjectNode step, Answer answer, List<Checked> checked, Chaos.Fault fault, int attempts) {
        results++;
        ObjectNode result = step.withArray("results").addObject();
        result.put("agent_id", answer.agentId());
        result.put("attempts", attempts);
        ArrayNode assertions = result.putArray("assertions");
        if (characters >= MOST_CHARACTERS) {
            result.putNull("response").put("left_out", true);
        } else {
            result.set("response", answer.shown() == null ? NODES.nullNode() : bounded(answer.shown()));
            if (answer.problem() != null) {
                result.set("problem", answer.problem());
            }
            checked.forEach(one -> assertions.add(one.json()));
            characters += result.toString().length();
        }
        result.putObject("chaos").put("latency_ms", fault.latencyMs()).put("failed", fault.failed());
    }

    private ObjectNode bounded(ObjectNode shown) {
        for (String member : List.of("body", "body_base64")) {
            String text = shown.path(member).asText("");
            int room = (int) Math.max(0, Math.min(BODY, ALL_BODIES - bodies));
            if (shown.path(member).isTextual() && text.length() > room) {
                // What is cut in the middle of base64 is none.
                shown.put(member, member.equals("body") ? text.substring(0, room) : null);
                shown.put("body_truncated", true);
            }
            bodies += shown.path(member).asText("").length();
        }
        return shown;
    }

    ObjectNode copy() {
        return json.deepCopy();
    }
}
