package io.dispatcher.target;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * One request, the rest of its path after the route's prefix (decoded), and how to answer it. Every exchange is answered
 * exactly once.
 */
record Exchange(Request request, Response response, Callback callback, String rest) {
    /** Text, with a length. */
    void text(int status, String text) {
        bytes(status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    void json(int status, byte[] json) {
        bytes(status, "application/json", json);
    }

    void bytes(int status, @Nullable String type, byte[] bytes) {
        response.setStatus(status);
        if (type != null) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }

    /** A status without a body. */
    void empty(int status) {
        response.setStatus(status);
        response.write(true, null, callback);
    }

    /** The request's body ended early or is no valid body: its sender's fault, and the connection is of no more use. */
    void brokenBody() {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        text(400, "the body is broken or incomplete\n");
    }

    /** The rest of the path as a number within the bounds, or null after answering 400. */
    @Nullable
    Long number(long least, long most) {
        return bounded("the path's last part", rest, least, most);
    }

    /** A query parameter as a number within the bounds ({@code fallback} where it is absent), or null after answering 400. */
    @Nullable
    Long number(Fields query, String name, long fallback, long least, long most) {
        String value = query.getValue(name);
        return value == null ? Long.valueOf(fallback) : bounded(name, value, least, most);
    }

    private @Nullable Long bounded(String what, String value, long least, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below, like a number out of bounds
        }
        text(400, what + " must be a number from " + least + " to " + most + "\n");
        return null;
    }
}
