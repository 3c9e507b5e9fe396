package io.dispatcher.web;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;

/** What the container or JAX-RS refused by a bare status, as a failure. */
final class StatusFailures {
    private StatusFailures() {}

    static Failure of(int status) {
        return switch (status) {
            case 401 -> new Failure(FailureType.UNAUTHORIZED, "Send a token as Authorization: Bearer.");
            case 403 -> new Failure(FailureType.FORBIDDEN, "This is not allowed.");
            case 404 -> new Failure(FailureType.NOT_FOUND, "There is nothing at this path.");
            case 405 ->
                new Failure(FailureType.METHOD_NOT_ALLOWED, "See the Allow header for the methods of this path.");
            case 406 -> new Failure(FailureType.NOT_ACCEPTABLE, "The Accept header leaves nothing this path can give.");
            case 413 -> new Failure(FailureType.PAYLOAD_TOO_LARGE, "The request body is too large.");
            case 415 ->
                new Failure(
                        FailureType.UNSUPPORTED_MEDIA_TYPE,
                        "The Content-Type must be application/json, or application/yaml for a scenario.");
            case 503 -> new Failure(FailureType.UNAVAILABLE, "This is not available now; try again.");
            default ->
                status < 500
                        ? new Failure(FailureType.INVALID_REQUEST, "The request is malformed.")
                        : new Failure(
                                FailureType.INTERNAL, "Something went wrong on our side; the server's log says what.");
        };
    }
}
