package io.dispatcher.benchmarks.hops.websocket;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends the path of every GET through the hop and answers with what comes back. */
@WebServlet(
        urlPatterns = {"/small", "/64k", "/1m"},
        asyncSupported = true)
public final class HopServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final long LIMIT_MILLIS = 30_000;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AsyncContext context = request.startAsync();
        context.setTimeout(LIMIT_MILLIS);
        HopChannel.ONLY.ask(request.getServletPath(), context);
    }
}
