package io.dispatcher.replay.rest;

import io.dispatcher.config.Settings;
import io.dispatcher.database.DatabaseException;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.history.History;
import io.dispatcher.proxy.Ways;
import io.dispatcher.replay.Replay;
import io.dispatcher.replay.ReplayAnswer;
import io.dispatcher.replay.ReplayParser;
import io.dispatcher.security.Caller;
import io.dispatcher.targets.Via;
import io.dispatcher.web.Problems;
import io.dispatcher.web.QueryParameters;
import io.dispatcher.web.SecurityFilter;
import io.dispatcher.web.TraceContext;
import io.dispatcher.web.exchange.AsyncExchange;
import io.dispatcher.web.exchange.BodyLimits;
import io.dispatcher.web.exchange.CallerWatch;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/replay/{id}}: a request of the history once more, and what its answer differs in. */
@WebServlet(urlPatterns = "/api/replay/*", asyncSupported = true)
public class ReplayServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    /** JSON around the body, and base64 makes a third more of it. */
    private static final int ENVELOPE = 512 * 1024;

    private static final int MOST_OF_ID = 64;

    @Inject
    private transient Ways ways;

    @Inject
    private transient History history;

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

    private void begin(AsyncExchange exchange, byte[] wishes) {
        String path = exchange.request().getPathInfo();
        String id = path == null ? "" : path.substring(1);
        try {
            Optional<History.Whole> original = history.await(UUID.fromString(id));
            if (original.isPresent()) {
                dispatch(exchange, new ReplayParser(parser, home()).parse(original.get(), wishes));
                return;
            }
        } catch (InvalidRequestException e) {
            exchange.problem(e.failure(), null);
            return;
        } catch (DatabaseException e) {
            exchange.problem(new Failure(FailureType.UNAVAILABLE, "the history cannot be read now"), null);
            return;
        } catch (IllegalArgumentException e) {
            // an id nobody can have: not there either
        }
        String shown = id.length() > MOST_OF_ID ? id.substring(0, MOST_OF_ID) : id;
        exchange.problem(new Failure(FailureType.NOT_FOUND, "The history has no record " + shown + "."), null);
    }

    private @Nullable String home() {
        URI told = settings.publicBaseUrl();
        String home = told == null ? ways.home() : told.toString();
        return home != null && home.endsWith("/") ? home.substring(0, home.length() - 1) : home;
    }

    private void dispatch(AsyncExchange exchange, Replay replay) {
        Caller caller = (Caller) exchange.request().getAttribute(SecurityFilter.CALLER);
        ExecuteRequest request = TraceContext.carry(exchange.request(), replay.request());
        UUID original = replay.original().item().id();
        Consumer<DispatchRecord> then = story -> answer(exchange, replay, story);
        Consumer<String> cancel =
                switch (replay.way()) {
                    case HOME -> ways.sendHome(request, DispatchKind.REPLAY, caller.name(), original, then);
                    case DIRECT -> ways.send(Via.DIRECT, request, DispatchKind.REPLAY, caller.name(), original, then);
                    case AGENT -> ways.send(Via.AGENT, request, DispatchKind.REPLAY, caller.name(), original, then);
                };
        Runnable takeBack = () -> cancel.accept("the caller went away");
        exchange.whenGone(takeBack);
        exchange.whenOver(callers.watch(exchange.request(), exchange::over, takeBack));
    }

    private static void answer(AsyncExchange exchange, Replay replay, DispatchRecord story) {
        String id = story.requestId().toString();
        exchange.about(id);
        Failure failure = story.failure();
        if (failure != null) {
            Problems.headers(failure, id).forEach(exchange.response()::setHeader);
            exchange.answer(
                    failure.type().httpStatus(), Problems.MEDIA_TYPE, ReplayAnswer.problem(replay, failure, id));
        } else {
            exchange.answerMade(200, "application/json", ReplayAnswer.json(replay, story));
        }
    }
}
