package io.dispatcher.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Refusals as RFC 9457 wants them: no HTML, no stack trace, nothing of the request repeated. Thread-safe. */
public final class ProblemHandler extends ErrorHandler {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Of the 5xx that Jetty answers by itself, those that no request is to blame for; 501 and 505 are. */
    private static final Set<Integer> OURS =
            Set.of(HttpStatus.INTERNAL_SERVER_ERROR_500, HttpStatus.SERVICE_UNAVAILABLE_503);

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        write(
                response,
                code,
                OURS.contains(code) ? "internal" : "invalid-request",
                HttpStatus.getMessage(code),
                callback);
    }

    /** Answers with a problem. */
    public static void write(Response response, int status, String type, String detail, Callback callback) {
        byte[] bytes = JSON.createObjectNode()
                .put("type", "/problems/" + type)
                .put("title", HttpStatus.getMessage(status))
                .put("status", status)
                .put("detail", detail)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }
}
