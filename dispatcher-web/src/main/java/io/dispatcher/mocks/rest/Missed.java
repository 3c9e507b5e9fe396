package io.dispatcher.mocks.rest;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.answer.ProblemDetails;
import io.dispatcher.mocks.MockRequest;
import io.dispatcher.mocks.NearMiss;
import io.dispatcher.web.Json;
import io.dispatcher.web.Problems;
import io.dispatcher.web.exchange.AsyncExchange;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer to a request that fits no mock: a problem with the nearest ones, and why not. */
final class Missed {
    private Missed() {}

    static void write(HttpServletResponse response, @Nullable String allowed, List<NearMiss> near, MockRequest request)
            throws IOException {
        Failure failure = failure(allowed, request);
        byte[] body = body(failure, near);
        head(response, allowed);
        response.setStatus(failure.type().httpStatus());
        response.setContentType(Problems.MEDIA_TYPE);
        response.setContentLength(body.length);
        if (!request.method().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }

    static void write(AsyncExchange exchange, @Nullable String allowed, List<NearMiss> near, MockRequest request) {
        Failure failure = failure(allowed, request);
        head(exchange.response(), allowed);
        exchange.answer(failure.type().httpStatus(), Problems.MEDIA_TYPE, body(failure, near));
    }

    private static Failure failure(@Nullable String allowed, MockRequest request) {
        return allowed == null || allowed.isEmpty()
                ? new Failure(FailureType.NOT_FOUND, "No mock fits this request.")
                : new Failure(
                        FailureType.METHOD_NOT_ALLOWED, "The mocks of this path do not take " + request.method() + ".");
    }

    private static byte[] body(Failure failure, List<NearMiss> near) {
        Map<String, Object> members = ProblemDetails.members(failure, null);
        members.put("near_misses", near);
        return Json.write(members);
    }

    private static void head(HttpServletResponse response, @Nullable String allowed) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        if (allowed != null && !allowed.isEmpty()) {
            response.setHeader("Allow", allowed);
        }
    }
}
