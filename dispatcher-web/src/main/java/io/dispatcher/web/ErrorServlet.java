package io.dispatcher.web;

import io.dispatcher.dispatch.Failure;
import jakarta.annotation.PostConstruct;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The container's own error answers, as problems; its status stays. */
public class ErrorServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private transient AllowedMethods methods;

    @PostConstruct
    void readMethods() {
        try (InputStream description = ErrorServlet.class.getResourceAsStream("/openapi.json")) {
            methods = new AllowedMethods(description == null ? InputStream.nullInputStream() : description);
        } catch (IOException e) {
            throw new IllegalStateException("openapi.json in the deployment is damaged", e);
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Failure failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof ProblemException problem
                ? problem.failure()
                : StatusFailures.of(status(request));
        String allow = failure.type().httpStatus() == HttpServletResponse.SC_METHOD_NOT_ALLOWED
                        && !response.containsHeader("Allow")
                ? allow(request)
                : null;
        Problems.write(response, failure, null, allow == null ? Map.of() : Map.of("Allow", allow));
    }

    private @Nullable String allow(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri
                ? methods.of(Access.path(uri))
                : null;
    }

    private static int status(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status ? status : 404;
    }
}
