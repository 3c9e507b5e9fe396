package io.dispatcher.demo;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A request that was sent, and what came of it.
 *
 * @param result the coordinator's answer, or the problem it answered with
 * @param seen the remote address the target saw, empty if it did not tell
 */
record Sent(JsonNode result, String seen) {
    String requestId() {
        return result.path("request_id").asText();
    }

    String agentId() {
        return result.path("agent_id").asText();
    }

    String source() {
        return result.path("source_address").asText();
    }

    boolean ok() {
        return result.path("status_code").asInt() == 200;
    }

    boolean seenAsSent() {
        return !seen.isEmpty() && seen.equals(source());
    }
}
