package io.dispatcher.web.engine;

import io.dispatcher.config.Settings;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.metrics.HttpMetrics;
import io.dispatcher.web.Problems;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** With {@code --engine threadpool}, has each request served by one thread from its beginning to its end. */
@Dependent
public class EngineFilter implements Filter {
    @Inject
    private Settings settings;

    @Inject
    private HttpMetrics metrics;

    private @Nullable Workers workers;

    @PostConstruct
    void open() {
        Settings.Server server = settings.server();
        workers = server.threadPool() ? new Workers(server.workerCount(), server.requestQueueSize()) : null;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain next)
            throws IOException, ServletException {
        Workers bounded = workers;
        HttpServletRequest asked = (HttpServletRequest) request;
        if (bounded == null || isExempt(asked)) {
            next.doFilter(request, response);
            return;
        }
        HttpServletResponse answer = (HttpServletResponse) response;
        if (!bounded.enter()) {
            metrics.rejected();
            Problems.write(
                    answer, new Failure(FailureType.UNAVAILABLE, "Every worker is busy and the queue is full."), null);
            return;
        }
        try {
            BlockingExchange exchange = new BlockingExchange(asked, answer);
            next.doFilter(exchange.request(), exchange.response());
            exchange.awaitEnd();
        } finally {
            bounded.leave();
        }
    }

    private static boolean isExempt(HttpServletRequest asked) {
        String path = asked.getServletPath() + (asked.getPathInfo() == null ? "" : asked.getPathInfo());
        return isOurs(asked, path) || goesOn(path);
    }

    /** What the product needs to go on with the others: agents, their bodies, and those who look whether it lives. Upgrades are no requests. */
    private static boolean isOurs(HttpServletRequest request, String path) {
        return path.equals("/ws")
                || request.getHeader("Upgrade") != null && (path.startsWith("/t/") || path.startsWith("/ping-task"))
                || path.startsWith("/streams/")
                || path.equals("/health")
                || path.startsWith("/health/")
                || path.equals("/metrics")
                || path.equals("/_metrics");
    }

    /** Streams of events are no requests with an answer: who follows would hold a worker for ever, and who tells must never wait for a reader. */
    private static boolean goesOn(String path) {
        return path.startsWith("/api/events/")
                || path.startsWith("/ping-task")
                || path.startsWith("/api/ping-tasks")
                || path.equals("/api/execute/matrix");
    }
}
