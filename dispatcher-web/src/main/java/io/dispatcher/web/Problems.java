package io.dispatcher.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.answer.ProblemDetails;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Failures as RFC 9457 problems, the same for servlets, JAX-RS and streams. */
public final class Problems {
    public static final String MEDIA_TYPE = "application/problem+json";

    /** Seconds after which trying again makes sense. */
    private static final String RETRY_AFTER = "1";

    private Problems() {}

    public static byte[] body(Failure failure, @Nullable String requestId) {
        return Json.write(ProblemDetails.members(failure, requestId));
    }

    /** The same for a problem that was written before. */
    public static Map<String, String> headersOf(byte[] body, String requestId) {
        try {
            JsonNode problem = Json.shared().readTree(body);
            String type = problem.path("type").asText();
            FailureType known = FailureType.of(type.substring(type.lastIndexOf('/') + 1));
            return known == null
                    ? Map.of()
                    : headers(new Failure(known, problem.path("detail").asText()), requestId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Headers beside the content type. */
    public static Map<String, String> headers(Failure failure, @Nullable String requestId) {
        FailureType type = failure.type();
        Map<String, String> headers = new LinkedHashMap<>();
        if (type.retryable()) {
            headers.put("Retry-After", RETRY_AFTER);
        }
        if (type == FailureType.UNAUTHORIZED) {
            headers.put("WWW-Authenticate", "Bearer realm=\"dispatcher\"");
        }
        if (requestId != null) {
            headers.put("Proxy-Status", proxyStatus(failure));
        }
        return headers;
    }

    /**
     * Answers with the problem, unless the answer is already on its way: then nothing can be done and false is returned.
     *
     * @param requestId of the dispatch that failed, null where there was none
     */
    public static boolean write(HttpServletResponse response, Failure failure, @Nullable String requestId)
            throws IOException {
        return write(response, failure, requestId, Map.of());
    }

    static boolean write(
            HttpServletResponse response, Failure failure, @Nullable String requestId, Map<String, String> more)
            throws IOException {
        if (response.isCommitted()) {
            return false;
        }
        byte[] body = body(failure, requestId);
        response.resetBuffer();
        response.setStatus(failure.type().httpStatus());
        headers(failure, requestId).forEach(response::setHeader);
        more.forEach(response::setHeader);
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        return true;
    }

    public static Response response(Failure failure, Map<String, String> more) {
        Response.ResponseBuilder answer =
                Response.status(failure.type().httpStatus()).type(MEDIA_TYPE).entity(body(failure, null));
        headers(failure, null).forEach(answer::header);
        more.forEach(answer::header);
        return answer.build();
    }

    /** RFC 9209; our own tag goes along as {@code details}. */
    private static String proxyStatus(Failure failure) {
        return "dispatcher; error=" + proxyError(failure.type()) + "; details=\""
                + failure.type().tag() + "\"";
    }

    private static String proxyError(FailureType type) {
        return switch (type) {
            case TARGET_DNS -> "dns_error";
            case TARGET_CONNECT -> "destination_unavailable";
            case TARGET_TLS -> "tls_protocol_error";
            case TARGET_IO, UPSTREAM_IO -> "connection_terminated";
            case TARGET_TIMEOUT, UPSTREAM_TIMEOUT, REPLY_TIMEOUT, ACK_TIMEOUT -> "connection_read_timeout";
            case AGENT_LOST -> "connection_terminated";
            case NO_AGENT_AVAILABLE, NO_MATCHING_AGENT, NO_UPSTREAM, UPSTREAM_CONNECT, UNAVAILABLE, DRAINING ->
                "destination_unavailable";
            case UNKNOWN_UPSTREAM -> "destination_not_found";
            case EXPIRED -> "connection_limit_reached";
            case EGRESS_DENIED -> "destination_ip_prohibited";
            case PAYLOAD_TOO_LARGE, INVALID_REQUEST -> "http_request_error";
            case RATE_LIMITED -> "http_request_denied";
            default -> "proxy_internal_error";
        };
    }
}
