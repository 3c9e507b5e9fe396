package io.dispatcher.ping.rest;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.ping.PingOutput;
import io.dispatcher.ping.PingTask;
import io.dispatcher.ping.PingTaskParser;
import io.dispatcher.ping.PingTaskRequest;
import io.dispatcher.ping.PingTasks;
import io.dispatcher.ping.StoredTask;
import io.dispatcher.ping.StoredTasks;
import io.dispatcher.security.Caller;
import io.dispatcher.security.Tokens;
import io.dispatcher.web.Json;
import io.dispatcher.web.QueryParameters;
import io.dispatcher.web.SecurityFilter;
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

/** {@code POST /ping-task}: pings, told as they happen; the connection's end is theirs. */
@WebServlet(urlPatterns = "/ping-task", asyncSupported = true)
public class PingTaskServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    /** 10,000 names of 253 characters and what is around them. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    @Inject
    private transient PingTasks tasks;

    @Inject
    private transient StoredTasks stored;

    @Inject
    private transient Tokens tokens;

    @Inject
    private transient CallerWatch callers;

    @Inject
    private transient BodyLimits limits;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        QueryParameters.of(request, List.of());
        AsyncExchange.start(request, response, limits, MOST_BYTES, this::begin);
    }

    private void begin(AsyncExchange exchange, byte[] json) {
        PingTaskRequest request;
        try {
            request = PingTaskParser.parse(json);
        } catch (InvalidRequestException e) {
            exchange.problem(e.failure(), null);
            return;
        }
        Caller caller = (Caller) exchange.request().getAttribute(SecurityFilter.CALLER);
        if (exchange.prefersAsync()) {
            stored.begin(
                    request,
                    caller.name(),
                    task -> accepted(exchange, task),
                    failure -> exchange.problem(failure, null));
            return;
        }
        EventFormat format = EventFormat.accepted(exchange.request().getHeader("Accept"));
        if (format == null) {
            exchange.problem(
                    new Failure(FailureType.NOT_ACCEPTABLE, "events are application/x-ndjson or text/event-stream"),
                    null);
            return;
        }
        PingTasks.Begun begun = tasks.begin(request, caller.name(), task -> output(exchange, format, task));
        if (begun instanceof PingTasks.Begun.Refused refused) {
            exchange.problem(refused.failure(), null);
        }
    }

    private PingOutput output(AsyncExchange exchange, EventFormat format, PingTask task) {
        EventStream stream = exchange.stream(format);
        if (stream == null) {
            task.cancel();
            return PingOutput.NOBODY;
        }
        exchange.whenGone(task::cancel);
        Caller caller = (Caller) exchange.request().getAttribute(SecurityFilter.CALLER);
        Runnable unwatch = callers.watch(
                exchange.request(), exchange::over, () -> caller == null || tokens.admits(caller), task::cancel);
        exchange.whenOver(() -> {
            unwatch.run();
            // Also when the client was too slow or a write failed; one that has ended is left alone.
            task.cancel();
        });
        return new Streamed(stream);
    }

    private static void accepted(AsyncExchange exchange, StoredTask task) {
        exchange.response().setHeader("Location", "/api/ping-tasks/" + task.id());
        exchange.response().setHeader("Preference-Applied", "respond-async");
        exchange.answer(
                202, "application/json", Json.write(new Receipt(task.id().toString(), "running")));
    }

    private record Streamed(EventStream stream) implements PingOutput {
        @Override
        public void event(String type, byte[] json, boolean essential) {
            stream.send(type, json, essential);
        }

        @Override
        public void end() {
            stream.end();
        }
    }

    /** The answer to a task whose events are kept. */
    private record Receipt(String taskId, String status) {}
}
