package io.dispatcher.tunnel.rest;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.protocol.BodyStreams;
import io.dispatcher.web.Problems;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code /streams/{order id}}: an agent fetches the body of a request, or brings its answer ({@link BodyStreams}). */
@WebServlet(urlPatterns = BodyStreams.PATH + "*", asyncSupported = true)
public class StreamServlet extends HttpServlet {
    @Inject
    private OpenStreams streams;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        TunnelExchange exchange = exchange(request, response);
        if (exchange != null) {
            exchange.sendBody(request, response);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        TunnelExchange exchange = exchange(request, response);
        if (exchange != null) {
            exchange.takeAnswer(request, response);
        }
    }

    private @Nullable TunnelExchange exchange(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        TunnelExchange exchange = streams.find(request.getHeader(BodyStreams.TOKEN));
        if (exchange == null) {
            // Its caller went away, or it was answered: the connection, with whatever the agent still sends, is of no
            // use.
            response.setHeader("Connection", "close");
            Problems.write(response, new Failure(FailureType.NOT_FOUND, "Nobody waits at this stream."), null);
        }
        return exchange;
    }
}
