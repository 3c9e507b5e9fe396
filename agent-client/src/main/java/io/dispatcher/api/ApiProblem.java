package io.dispatcher.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The coordinator answered, and the answer is a refusal or failure (RFC 9457 where it is one of ours). */
public final class ApiProblem extends Exception {
    private final int status;
    private final String kind;
    private final @Nullable JsonNode problem;

    /** {@code kind} is the last part of the problem's type, {@code problem} the whole of it where the answer was JSON. */
    public ApiProblem(int status, String kind, String detail, @Nullable JsonNode problem) {
        super(detail);
        this.status = status;
        this.kind = kind;
        this.problem = problem;
    }

    /** What an answer of 300 and above says; {@code json}: its body, a missing node where that is something else. */
    static ApiProblem of(HttpResponse<?> response, JsonNode json) {
        int status = response.statusCode();
        String elsewhere = response.headers().firstValue("Location").orElse("");
        if (status < 400 && !elsewhere.isEmpty()) {
            return new ApiProblem(
                    status,
                    "http-" + status,
                    response.uri() + " redirects to " + elsewhere + ": name that as --coordinator-url",
                    null);
        }
        if (!json.isObject()) {
            return new ApiProblem(
                    status,
                    "http-" + status,
                    response.uri() + " answered " + status + " and not as a coordinator does: is it one?",
                    null);
        }
        String type = json.path("type").asText("");
        String kind = type.substring(type.lastIndexOf('/') + 1);
        String detail = json.hasNonNull("detail")
                ? json.get("detail").asText()
                : json.path("title").asText("the coordinator answered " + status);
        return new ApiProblem(status, kind.isEmpty() ? "http-" + status : kind, detail, json);
    }

    public int status() {
        return status;
    }

    public String kind() {
        return kind;
    }

    public @Nullable JsonNode problem() {
        return problem;
    }

    /** The detail, what kind of problem it is, and the request it belongs to, in one line. */
    public String line() {
        StringBuilder line = new StringBuilder(String.valueOf(getMessage()).strip());
        line.append(" [").append(kind);
        if (problem != null && problem.hasNonNull("request_id")) {
            line.append(", request ").append(problem.get("request_id").asText());
        }
        return line.append(']').toString();
    }
}
