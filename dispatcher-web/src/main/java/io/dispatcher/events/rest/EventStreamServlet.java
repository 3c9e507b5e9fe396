package io.dispatcher.events.rest;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.events.EventFeed;
import io.dispatcher.events.EventSink;
import io.dispatcher.security.Caller;
import io.dispatcher.security.Tokens;
import io.dispatcher.web.Problems;
import io.dispatcher.web.QueryParameters;
import io.dispatcher.web.ReadOnlyServlet;
import io.dispatcher.web.SecurityFilter;
import io.dispatcher.web.exchange.AsyncExchange;
import io.dispatcher.web.exchange.BodyLimits;
import io.dispatcher.web.exchange.CallerWatch;
import io.dispatcher.web.exchange.EventFormat;
import io.dispatcher.web.exchange.EventStream;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** {@code GET /api/events/stream}: events as they happen, as server-sent events. */
@WebServlet(urlPatterns = "/api/events/stream", asyncSupported = true)
public class EventStreamServlet extends ReadOnlyServlet {
    private static final long serialVersionUID = 1L;
    private static final String LAST = "Last-Event-ID";
    /** So that the answer's head goes out, and browsers come back after a second. */
    private static final byte[] HELLO = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);

    private static final int ROOM = 256 * 1024;

    @Inject
    private transient EventFeed feed;

    @Inject
    private transient Tokens tokens;

    @Inject
    private transient CallerWatch callers;

    @Inject
    private transient BodyLimits limits;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, String> asked = QueryParameters.of(request, List.of(EventParameters.SINCE));
        long since = EventParameters.number(EventParameters.SINCE, asked.get(EventParameters.SINCE), -1);
        // What a client that comes back has seen stands above what its URL still says.
        since = EventParameters.number(LAST, request.getHeader(LAST), since);
        try {
            long last = feed.last();
            long from = since < 0 ? last : since;
            AsyncExchange.startWithout(request, response, limits, (exchange, none) -> follow(exchange, from, last));
        } catch (SQLException e) {
            Problems.write(response, new Failure(FailureType.UNAVAILABLE, "the event log cannot be read now"), null);
        }
    }

    private void follow(AsyncExchange exchange, long since, long last) {
        if (feed.followers() >= EventFeed.MOST_FOLLOWERS) {
            exchange.problem(
                    new Failure(
                            FailureType.UNAVAILABLE, "more than " + EventFeed.MOST_FOLLOWERS + " follow the events"),
                    null);
            return;
        }
        EventStream stream = exchange.stream(EventFormat.SSE);
        if (stream == null) {
            return;
        }
        stream.write(HELLO);
        // A number that was not given yet is of another log: from now on, then.
        if (since > last) {
            stream.write(("id: " + last + "\nevent: gap\ndata: {\"from\":" + (last + 1) + ",\"to\":" + since + "}\n\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        Runnable leave = feed.follow(Math.min(since, last), new Streamed(stream));
        if (leave == null) {
            stream.end();
            return;
        }
        exchange.whenGone(leave);
        Caller caller = (Caller) exchange.request().getAttribute(SecurityFilter.CALLER);
        Runnable unwatch = callers.watch(
                exchange.request(), exchange::over, () -> caller == null || tokens.admits(caller), stream::cut);
        exchange.whenOver(() -> {
            unwatch.run();
            leave.run();
        });
    }

    private record Streamed(EventStream stream) implements EventSink {
        @Override
        public boolean room() {
            return stream.backlog() < ROOM;
        }

        @Override
        public void send(byte[] frames) {
            stream.write(frames);
        }

        @Override
        public void cut() {
            stream.cut();
        }
    }
}
