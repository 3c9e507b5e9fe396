package io.dispatcher.mocks.rest;

import io.dispatcher.mocks.MockAnswer;
import io.dispatcher.protocol.HeaderField;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A mock's answer on the wire. */
final class Answers {
    /** Bytes of a body that go out at once, whoever reads them. */
    static final int SMALL = 8_192;

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private Answers() {}

    static void write(HttpServletResponse response, MockAnswer answer, String method) throws IOException {
        head(response, answer);
        byte[] body = answer.body();
        if (mayHaveBody(answer)) {
            response.setContentLength(body.length);
            if (!method.equals("HEAD") && body.length > 0) {
                response.getOutputStream().write(body);
            }
        }
    }

    static boolean mayHaveBody(MockAnswer answer) {
        return answer.status() != NO_CONTENT && answer.status() != NOT_MODIFIED;
    }

    static void head(HttpServletResponse response, MockAnswer answer) {
        response.setStatus(answer.status());
        for (HeaderField header : answer.headers()) {
            response.addHeader(header.name(), header.value());
        }
        if (mayHaveBody(answer) && answer.body().length > 0) {
            response.setContentType(answer.contentType());
        }
    }
}
