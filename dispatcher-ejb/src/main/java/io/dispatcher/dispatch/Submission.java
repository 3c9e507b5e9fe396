package io.dispatcher.dispatch;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A valid request and how its caller wants to be answered.
 *
 * @param kind an execution, or a request through a tunnel
 * @param async accepted at once, answered where the caller asks for it later
 * @param callback where the answer is posted too; only if async
 */
public record Submission(
        ExecuteRequest request,
        DispatchKind kind,
        boolean async,
        @Nullable URI callback) {
    /** The same for another request. */
    public Submission with(ExecuteRequest other) {
        return new Submission(other, kind, async, callback);
    }
}
