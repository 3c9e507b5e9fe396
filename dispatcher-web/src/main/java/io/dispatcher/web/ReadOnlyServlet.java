package io.dispatcher.web;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A servlet that answers GET and HEAD, and anything else with 405 as a problem. */
public abstract class ReadOnlyServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
            doGet(request, response);
            return;
        }
        response.setHeader("Allow", "GET, HEAD");
        Problems.write(
                response, new Failure(FailureType.METHOD_NOT_ALLOWED, "This can only be read: GET or HEAD."), null);
    }

    protected static void send(HttpServletResponse response, String contentType, byte[] body) throws IOException {
        response.setContentType(contentType);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
