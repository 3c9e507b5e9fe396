package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code POST /api/execute} of one coordinator; members of the body are given as names and values in turn. */
record ExecuteApi(RunningProcess coordinator) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static String body(Object... members) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            body.put((String) members[i], members[i + 1]);
        }
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    Http.Answer execute(Object... members) {
        return Http.post(coordinator.url() + "/api/execute", body(members));
    }

    /** The answer as it comes, whatever it is. */
    InputStream stream(Object... members) {
        return Http.stream(coordinator.url() + "/api/execute", body(members));
    }

    /** The answer of a request that must succeed. */
    JsonNode answered(Object... members) {
        Http.Answer answer = execute(members);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    /** The problem of a request that was refused before it became a dispatch. */
    Http.Answer refused(int status, String tag, Object... members) {
        Http.Answer answer = execute(members);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.json().path("type").asText()).endsWith("/" + tag);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        return answer;
    }

    /** The problem of a dispatch that must fail like this, with everything the contract says of it. */
    Http.Answer problem(int status, String tag, String source, Object... members) {
        Http.Answer answer = refused(status, tag, members);
        assertThat(answer.json().path("failure_source").asText()).isEqualTo(source);
        assertThat(answer.json().path("request_id").asText()).hasSize(36);
        assertThat(answer.headers().firstValue("Proxy-Status")).isPresent();
        return answer;
    }

    JsonNode explained(Object... members) {
        Http.Answer answer = Http.post(coordinator.url() + "/api/execute/explain", body(members));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    JsonNode agent(String id) {
        return Http.get(coordinator.url() + "/api/agents/" + id).json();
    }

    /** Drains or resumes; the agent as it then is. */
    JsonNode agent(String id, String verb) {
        Http.Answer answer = Http.post(coordinator.url() + "/api/agents/" + id + "/" + verb, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    /** Removes all that the coordinator knows, which ends those that are connected; who they were. */
    List<String> removeAgents() {
        String agents = coordinator.url() + "/api/agents";
        List<String> ids = Http.get(agents).json().path("items").findValuesAsText("agent_id");
        ids.forEach(id -> Http.send("DELETE", agents + "/" + id, ""));
        return ids;
    }
}
