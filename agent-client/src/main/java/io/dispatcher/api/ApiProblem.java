package io.dispatcher.api;

import com.fasterxml.jackson.databind.JsonNode;
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
