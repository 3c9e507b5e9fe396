package io.dispatcher.web;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import java.util.Map;

/** Ends the handling of a request with a problem. Cheap: no stack trace. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;
    private final transient Map<String, String> headers;

    public ProblemException(Failure failure) {
        this(failure, Map.of());
    }

    /** @param headers to add to the answer, such as {@code Allow} */
    public ProblemException(Failure failure, Map<String, String> headers) {
        super(failure.detail(), null, false, false);
        this.failure = failure;
        this.headers = Map.copyOf(headers);
    }

    public static ProblemException of(FailureType type, String detail) {
        return new ProblemException(new Failure(type, detail));
    }

    public Failure failure() {
        return failure;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
