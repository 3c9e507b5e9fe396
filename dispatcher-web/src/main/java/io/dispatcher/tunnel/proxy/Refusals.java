package io.dispatcher.tunnel.proxy;

import io.dispatcher.dispatch.FailureType;
import io.dispatcher.web.Json;
import io.dispatcher.web.Problems;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What Jetty refuses before any servlet sees it, as RFC 9457 wants it: no HTML, no stack trace, nothing of the request repeated. */
final class Refusals extends ErrorHandler {
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
        FailureType type = OURS.contains(code) ? FailureType.INTERNAL : FailureType.INVALID_REQUEST;
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "/problems/" + type.tag());
        problem.put("title", type.title());
        problem.put("status", code);
        problem.put("detail", HttpStatus.getMessage(code));
        byte[] body = Json.write(problem);
        response.setStatus(code);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problems.MEDIA_TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
