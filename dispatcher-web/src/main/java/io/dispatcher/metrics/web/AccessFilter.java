package io.dispatcher.metrics.web;

import io.dispatcher.config.Settings;
import io.dispatcher.config.Started;
import io.dispatcher.dispatch.Lifecycle;
import io.dispatcher.protocol.TunnelIds;
import io.dispatcher.security.Caller;
import io.dispatcher.web.SecurityFilter;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times every request and writes it down when it is over, whoever answered it. */
@Dependent
public class AccessFilter implements Filter {
    private static final Pattern TRACE_PARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

    @Inject
    private RouteTimes routes;

    @Inject
    private Settings settings;

    @Inject
    private Started started;

    @Inject
    private Instance<Lifecycle> lifecycle;

    private @Nullable AccessLog log;

    @PostConstruct
    void open() {
        log = settings.accessLog().enabled()
                ? AccessLog.open(settings.dataDir(), settings.accessLog().json())
                : null;
    }

    @PreDestroy
    void close() {
        if (log != null) {
            log.close();
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain next)
            throws IOException, ServletException {
        Story story = new Story((HttpServletRequest) request, (HttpServletResponse) response);
        try {
            next.doFilter(request, response);
        } finally {
            if (request.isAsyncStarted()) {
                story.goesOn();
            } else {
                story.ends();
            }
        }
    }

    private String phase() {
        if (!started.yet()) {
            return "starting";
        }
        return lifecycle.get().draining() ? "draining" : "running";
    }

    /** One request, from its coming to its end. What is asked of it is read while it is surely there. */
    private final class Story implements AsyncListener {
        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private final long began = System.nanoTime();
        private final String method;
        private final String path;
        private final String connection;
        private final @Nullable String trace;
        private final AtomicBoolean over = new AtomicBoolean();

        Story(HttpServletRequest request, HttpServletResponse response) {
            this.request = request;
            this.response = response;
            this.method = request.getMethod();
            this.path = request.getRequestURI();
            this.connection = request.getRemoteAddr() + ":" + request.getRemotePort();
            String parent = request.getHeader("traceparent");
            Matcher matcher = parent == null ? null : TRACE_PARENT.matcher(parent);
            this.trace = matcher != null && matcher.matches() ? matcher.group(1) : null;
        }

        void goesOn() {
            try {
                request.getAsyncContext().addListener(this);
            } catch (IllegalStateException e) {
                // Another thread has just ended it.
                ends();
            }
        }

        void ends() {
            if (!over.compareAndSet(false, true)) {
                return;
            }
            double milliseconds = (System.nanoTime() - began) / 1e6;
            int status = response.getStatus();
            String route = routes.route(path);
            routes.add(method, route, status, milliseconds);
            if (log != null) {
                Object noted = request.getAttribute(SecurityFilter.REQUEST_ID);
                Object id = noted == null ? response.getHeader(TunnelIds.BROKER_REQ_ID) : noted;
                log.add(new AccessLine(
                        Instant.now(),
                        method,
                        path,
                        status,
                        milliseconds,
                        request.getAttribute(SecurityFilter.CALLER) instanceof Caller caller ? caller.name() : null,
                        settings.server().engine(),
                        connection,
                        id == null ? null : id.toString(),
                        trace,
                        phase(),
                        LabAction.of(method, route)));
            }
        }

        @Override
        public void onComplete(AsyncEvent event) {
            ends();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // Its end follows.
        }

        @Override
        public void onError(AsyncEvent event) {
            ends();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // Nobody starts twice.
        }
    }
}
