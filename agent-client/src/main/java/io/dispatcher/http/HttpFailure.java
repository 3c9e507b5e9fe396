package io.dispatcher.http;

import io.dispatcher.protocol.WorkFailure;

/** An exchange that cannot go on, with what to tell the requester. */
final class HttpFailure extends Exception {
    private final WorkFailure failure;

    HttpFailure(String type, String detail) {
        super(detail, null, false, false);
        this.failure = new WorkFailure(type, detail);
    }

    WorkFailure failure() {
        return failure;
    }
}
