package io.dispatcher.tunnel.rest;

import io.dispatcher.security.Caller;
import io.dispatcher.web.SecurityFilter;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /t/{upstream}/…}: any method, to the upstream of that name. */
@WebServlet(urlPatterns = "/t/*", asyncSupported = true)
public class TunnelServlet extends HttpServlet {
    @Inject
    private TunnelDoor door;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI().substring(request.getContextPath().length() + "/t/".length());
        int slash = path.indexOf('/');
        String query = request.getQueryString();
        door.enter(
                request,
                response,
                (Caller) request.getAttribute(SecurityFilter.CALLER),
                slash < 0 ? path : path.substring(0, slash),
                (slash < 0 ? "/" : path.substring(slash)) + (query == null ? "" : "?" + query));
    }
}
