package io.dispatcher.ping.rest;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.ping.StoredTask;
import io.dispatcher.ping.StoredTasks;
import io.dispatcher.web.Problems;
import io.dispatcher.web.QueryParameters;
import io.dispatcher.web.exchange.AsyncExchange;
import io.dispatcher.web.exchange.BodyLimits;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** {@code /api/ping-tasks/{id}}: the events of a kept task by long poll, and its end by {@code DELETE}. */
@WebServlet(urlPatterns = "/api/ping-tasks/*", asyncSupported = true)
public class StoredTaskServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int MOST_EVENTS = 1_000;
    private static final int LONGEST_WAIT_SECONDS = 60;

    @Inject
    private transient BodyLimits limits;

    @Inject
    private transient StoredTasks tasks;

    private final transient ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "dispatcher-ping-polls");
        thread.setDaemon(true);
        return thread;
    });

    @PreDestroy
    void stop() {
        timer.shutdownNow();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, String> query = QueryParameters.of(request, List.of("since", "wait"));
        Long since = number(query.get("since"), Long.MAX_VALUE);
        Long wait = number(query.get("wait"), LONGEST_WAIT_SECONDS);
        if (since == null || wait == null) {
            Problems.write(
                    response,
                    new Failure(
                            FailureType.INVALID_REQUEST,
                            since == null
                                    ? "since must be an integer from 0"
                                    : "wait must be an integer of seconds from 0 to " + LONGEST_WAIT_SECONDS),
                    null);
            return;
        }
        StoredTask task = found(request, response);
        if (task != null) {
            AsyncExchange.startWithout(
                    request, response, limits, (exchange, none) -> poll(exchange, task, since, wait));
        }
    }

    private void poll(AsyncExchange exchange, StoredTask task, long since, long wait) {
        AtomicBoolean answered = new AtomicBoolean();
        Runnable answer = () -> {
            if (answered.compareAndSet(false, true)) {
                exchange.answer(200, "application/json", json(task.after(since, MOST_EVENTS)));
            }
        };
        if (wait == 0) {
            answer.run();
        } else if (task.whenAfter(since, answer)) {
            timer.schedule(
                    () -> {
                        task.forget(answer);
                        answer.run();
                    },
                    wait,
                    TimeUnit.SECONDS);
        } else {
            exchange.problem(new Failure(FailureType.RATE_LIMITED, "too many wait for this task already"), null);
        }
    }

    private static byte[] json(StoredTask.Page page) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        out.writeBytes("{\"events\":[".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < page.events().size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(page.events().get(i));
        }
        out.writeBytes(
                ("],\"next\":" + page.next() + ",\"done\":" + page.done() + "}").getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        QueryParameters.of(request, List.of());
        StoredTask task = found(request, response);
        if (task != null) {
            task.cancel();
            response.setStatus(HttpServletResponse.SC_ACCEPTED);
        }
    }

    private @Nullable StoredTask found(HttpServletRequest request, HttpServletResponse response) throws IOException {
        StoredTask task = null;
        try {
            String path = String.valueOf(request.getPathInfo());
            task = tasks.find(UUID.fromString(path.substring(1)));
        } catch (IllegalArgumentException e) {
            // Not an id of ours.
        }
        if (task == null) {
            Problems.write(
                    response,
                    new Failure(FailureType.NOT_FOUND, "there is no such ping task here, or it ended long ago"),
                    null);
        }
        return task;
    }

    /** Null: it does not fit. */
    private static @Nullable Long number(@Nullable String text, long most) {
        try {
            long value = text == null ? 0 : Long.parseLong(text);
            return value >= 0 && value <= most ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
