package io.dispatcher.matrix.rest;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.config.Settings;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.matrix.Matrix;
import io.dispatcher.matrix.MatrixOutput;
import io.dispatcher.matrix.MatrixParser;
import io.dispatcher.matrix.MatrixRequest;
import io.dispatcher.security.Caller;
import io.dispatcher.web.QueryParameters;
import io.dispatcher.web.SecurityFilter;
import io.dispatcher.web.TraceContext;
import io.dispatcher.web.exchange.AsyncExchange;
import io.dispatcher.web.exchange.BodyLimits;
import io.dispatcher.web.exchange.CallerWatch;
import io.dispatcher.web.exchange.EventFormat;
import io.dispatcher.web.exchange.EventStream;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** {@code POST /api/execute/matrix}: a row for each agent or address as its answer comes, then what differs. */
@WebServlet(urlPatterns = "/api/execute/matrix", asyncSupported = true)
public class MatrixServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    /** JSON around the body, and base64 makes a third more of it. */
    private static final int ENVELOPE = 512 * 1024;

    @Inject
    private transient AgentDirectory agents;

    @Inject
    private transient Dispatcher dispatcher;

    @Inject
    private transient ExecuteRequestParser parser;

    @Inject
    private transient Settings settings;

    @Inject
    private transient CallerWatch callers;

    @Inject
    private transient BodyLimits limits;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        QueryParameters.of(request, List.of());
        AsyncExchange.start(request, response, limits, settings.limits().maxBodyBytes() * 2 + ENVELOPE, this::begin);
    }

    private void begin(AsyncExchange exchange, byte[] json) {
        MatrixRequest request;
        try {
            MatrixRequest asked = MatrixParser.parse(json, parser);
            request = new MatrixRequest(
                    TraceContext.carry(exchange.request(), asked.request()), asked.from(), asked.eachAddress());
        } catch (InvalidRequestException e) {
            exchange.problem(e.failure(), null);
            return;
        }
        EventFormat format = EventFormat.accepted(exchange.request().getHeader("Accept"));
        if (format == null) {
            exchange.problem(
                    new Failure(FailureType.NOT_ACCEPTABLE, "rows are application/x-ndjson or text/event-stream"),
                    null);
            return;
        }
        Caller caller = (Caller) exchange.request().getAttribute(SecurityFilter.CALLER);
        Failure refused =
                Matrix.begin(request, caller.name(), agents, dispatcher, cancel -> output(exchange, format, cancel));
        if (refused != null) {
            exchange.problem(refused, null);
        }
    }

    private MatrixOutput output(AsyncExchange exchange, EventFormat format, Runnable cancel) {
        EventStream stream = exchange.stream(format);
        if (stream != null) {
            exchange.whenGone(cancel);
            Runnable unwatch = callers.watch(exchange.request(), exchange::over, cancel);
            exchange.whenOver(() -> {
                unwatch.run();
                cancel.run();
            });
        }
        return new MatrixOutput() {
            @Override
            public void row(Row row) {
                if (stream != null) {
                    stream.send(row.type(), row.json(), true);
                }
            }

            @Override
            public void summary(Row summary) {
                row(summary);
                if (stream != null) {
                    stream.end();
                }
            }
        };
    }
}
