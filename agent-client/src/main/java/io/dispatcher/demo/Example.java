package io.dispatcher.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.api.ApiProblem;
import io.dispatcher.api.Unreachable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A call to the API that the user can repeat with curl.
 *
 * @param title what it shows
 * @param path with query
 * @param body members of the JSON body to POST, text only; empty: GET
 */
record Example(String title, String path, Map<String, String> body) {
    // Longer than the coordinator's own 30 s, so that its reason comes and not our impatience.
    private static final Duration WAIT = Duration.ofSeconds(45);

    Example {
        body = new LinkedHashMap<>(body);
    }

    /** Does what the curl command does. */
    void tryOut(ApiClient api) throws ApiProblem, Unreachable, InterruptedException {
        JsonNode json = body.isEmpty() ? null : ApiClient.mapper().valueToTree(body);
        api.call(json == null ? "GET" : "POST", path, json, Map.of(), WAIT);
    }

    /** The command, over several lines to stay within 80 columns; works when pasted into a POSIX shell. */
    List<String> curl(String baseUrl) {
        String url = baseUrl + path;
        String quoted = url.matches("[\\w:/.-]+") ? url : "'" + url + "'";
        if (body.isEmpty()) {
            return List.of("curl -s " + quoted);
        }
        List<String> lines = new ArrayList<>();
        lines.add("curl -s " + quoted + " \\");
        lines.add("  -H 'Content-Type: application/json' \\");
        List<String> members = body.entrySet().stream()
                .map(member -> text(member.getKey()) + ": " + text(member.getValue()))
                .toList();
        for (int i = 0; i < members.size(); i++) {
            lines.add((i == 0 ? "  -d '{" : "       ") + members.get(i) + (i < members.size() - 1 ? "," : "}'"));
        }
        return lines;
    }

    private static String text(String value) {
        try {
            return ApiClient.mapper().writeValueAsString(value).replace("'", "\\u0027");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a string cannot be written as JSON", e);
        }
    }
}
