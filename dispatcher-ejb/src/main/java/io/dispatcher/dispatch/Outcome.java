package io.dispatcher.dispatch;

import io.dispatcher.protocol.WorkReply;

/** How a dispatch ended. */
public sealed interface Outcome {
    /**
     * The target answered.
     *
     * @param agentId who made the exchange
     * @param reply without failure
     * @param body the target's body as received, cut at the request's limit
     */
    record Answered(String agentId, WorkReply reply, byte[] body) implements Outcome {}

    /** It did not, for this reason. */
    record Failed(Failure failure) implements Outcome {}

    static Outcome failed(FailureType type, String detail) {
        return new Failed(new Failure(type, detail));
    }
}
