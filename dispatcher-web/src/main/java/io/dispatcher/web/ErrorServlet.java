package io.dispatcher.web;

import io.dispatcher.dispatch.Failure;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The container's own error answers, as problems; its status stays. */
public class ErrorServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Failure failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof ProblemException problem
                ? problem.failure()
                : StatusFailures.of(status(request));
        Problems.write(response, failure, null);
    }

    private static int status(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status ? status : 404;
    }
}
