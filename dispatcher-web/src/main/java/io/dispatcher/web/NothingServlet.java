package io.dispatcher.web;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Every path that nothing else has. Without it the container makes an exception for each of them, also for those that a filter answers before, and asks
 * its own servlets for files and JSPs that are not there.
 */
@WebServlet(urlPatterns = "/*", asyncSupported = true)
public class NothingServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Problems.write(response, new Failure(FailureType.NOT_FOUND, "There is nothing at this path."), null);
    }
}
