package io.dispatcher.scenarios.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What people want to know of a step. */
final class ReportText {
    private ReportText() {}

    /** Why it did not pass; a line for each reason. */
    static String why(JsonNode step) {
        List<String> lines = new ArrayList<>();
        if (step.hasNonNull("error")) {
            lines.add(step.path("error").asText());
        }
        for (JsonNode result : step.path("results")) {
            String who = result.hasNonNull("agent_id") ? result.path("agent_id").asText() + ": " : "";
            if (result.hasNonNull("problem")) {
                JsonNode problem = result.path("problem");
                lines.add(who + problem.path("type").asText() + " "
                        + problem.path("detail").asText());
            }
            for (JsonNode assertion : result.path("assertions")) {
                if (!assertion.path("passed").asBoolean()) {
                    lines.add(who + assertion.path("type").asText() + ": expected " + assertion.path("expected")
                            + ", was " + assertion.path("actual"));
                }
            }
        }
        return lines.isEmpty() ? step.path("status").asText() : String.join("\n", lines);
    }
}
