package io.dispatcher.dispatch.rest;

import io.dispatcher.config.Settings;
import io.dispatcher.config.StoredRequest;
import io.dispatcher.dispatch.Dispatch;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.Outcome;
import io.dispatcher.dispatch.Submission;
import io.dispatcher.dispatch.answer.ExecuteAnswer;
import io.dispatcher.protocol.PeerCertificate;
import io.dispatcher.requests.IdempotencyKey;
import io.dispatcher.requests.KeyedRequests;
import io.dispatcher.requests.Requests;
import io.dispatcher.security.Caller;
import io.dispatcher.web.Json;
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
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/execute}: one HTTP request out of a chosen address. */
@WebServlet(urlPatterns = "/api/execute", asyncSupported = true)
public class ExecuteServlet extends HttpServlet {
    /** JSON around the body, and base64 makes a third more of it. */
    private static final int ENVELOPE = 512 * 1024;
    /** When the certificate that the target showed ends. */
    private static final String CERTIFICATE_EXPIRES = "Dispatcher-Certificate-Expires";

    @Inject
    private Dispatcher dispatcher;

    @Inject
    private Requests requests;

    @Inject
    private KeyedRequests keyed;

    @Inject
    private ExecuteRequestParser parser;

    @Inject
    private StoredRequest stored;

    @Inject
    private Settings settings;

    @Inject
    private CallerWatch callers;

    @Inject
    private BodyLimits limits;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        QueryParameters.of(request, List.of());
        AsyncExchange.start(request, response, limits, maxJson(settings), this::execute);
    }

    static int maxJson(Settings settings) {
        return settings.limits().maxBodyBytes() * 2 + ENVELOPE;
    }

    private void execute(AsyncExchange exchange, byte[] json) {
        byte[] body;
        Submission submission;
        IdempotencyKey key;
        try {
            body = json.length == 0 ? stored() : json;
            submission = parser.submission(body, DispatchKind.EXECUTE, exchange.prefersAsync());
            submission = submission.with(TraceContext.carry(exchange.request(), submission.request()));
            key = key(exchange.request(), body);
        } catch (InvalidRequestException e) {
            exchange.problem(e.failure(), null);
            return;
        } catch (SQLException e) {
            exchange.problem(new Failure(FailureType.UNAVAILABLE, "the stored request cannot be read now"), null);
            return;
        }
        Caller caller = (Caller) exchange.request().getAttribute(SecurityFilter.CALLER);
        if (key != null) {
            keyed.accept(key, submission, caller.name(), Map.of(), new KeyedReply(exchange));
        } else if (submission.async()) {
            requests.accept(submission, caller.name(), Map.of(), new Accepted(exchange));
        } else {
            dispatch(exchange, submission.request(), caller);
        }
    }

    private static @Nullable IdempotencyKey key(HttpServletRequest request, byte[] body)
            throws InvalidRequestException {
        String key = request.getHeader("Idempotency-Key");
        try {
            return key == null ? null : IdempotencyKey.of(key.strip(), body);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("Idempotency-Key", String.valueOf(e.getMessage()));
        }
    }

    private void dispatch(AsyncExchange exchange, ExecuteRequest request, Caller caller) {
        Dispatch dispatch = dispatcher.dispatch(
                request,
                DispatchKind.EXECUTE,
                caller.name(),
                null,
                (ended, outcome) -> answer(exchange, ended, outcome));
        Runnable takeBack = () -> dispatcher.cancel(dispatch.id(), "the caller went away");
        exchange.whenGone(takeBack);
        exchange.whenOver(callers.watch(exchange.request(), exchange::over, takeBack));
    }

    /** An empty body means the stored default request. */
    private byte[] stored() throws SQLException, InvalidRequestException {
        String json = stored.get();
        if (json == null) {
            throw new InvalidRequestException(
                    "", "the body is empty and no default request is stored: POST one to /api/config/request");
        }
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private void answer(AsyncExchange exchange, Dispatch dispatch, Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            exchange.problem(failed.failure(), dispatch.id().toString());
        } else {
            exchange.about(dispatch.id().toString());
            DispatchRecord story = dispatch.story();
            DispatchRecord.ResponsePart response = story.response();
            PeerCertificate certificate = response == null ? null : response.certificate();
            if (certificate != null) {
                // A header: the body's members are the contract's.
                exchange.response()
                        .setHeader(CERTIFICATE_EXPIRES, Json.time(Instant.ofEpochMilli(certificate.notAfterMs())));
            }
            exchange.answerMade(200, "application/json", ExecuteAnswer.json(story));
        }
    }

    private static void accepted(AsyncExchange exchange, UUID id) {
        exchange.about(id.toString());
        exchange.response().setHeader("Location", "/api/requests/" + id);
        exchange.response().setHeader("Preference-Applied", "respond-async");
        exchange.answer(202, "application/json", Json.write(new Receipt(id.toString(), "queued")));
    }

    private record Accepted(AsyncExchange exchange) implements Requests.Reply {
        @Override
        public void accepted(UUID id) {
            ExecuteServlet.accepted(exchange, id);
        }

        @Override
        public void refused(Failure failure) {
            exchange.problem(failure, null);
        }
    }

    private record KeyedReply(AsyncExchange exchange) implements KeyedRequests.Reply {
        @Override
        public void accepted(UUID id, boolean replayed) {
            mark(replayed);
            ExecuteServlet.accepted(exchange, id);
        }

        @Override
        public void answered(UUID id, int httpStatus, byte[] answer, boolean completed, boolean replayed) {
            mark(replayed);
            if (!completed) {
                Problems.headersOf(answer, id.toString()).forEach(exchange.response()::setHeader);
            }
            exchange.answerMade(httpStatus, completed ? "application/json" : Problems.MEDIA_TYPE, answer);
        }

        @Override
        public void refused(Failure failure) {
            exchange.problem(failure, null);
        }

        private void mark(boolean replayed) {
            if (replayed) {
                exchange.response().setHeader("Idempotency-Replayed", "true");
            }
        }
    }

    /** The answer to a request that will be executed later. */
    private record Receipt(String requestId, String status) {}
}
