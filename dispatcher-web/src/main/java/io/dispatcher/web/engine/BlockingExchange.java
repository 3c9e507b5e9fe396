package io.dispatcher.web.engine;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Serves an asynchronous servlet by one thread: what it would have the container call back runs in that thread, reading and writing wait there, and
 * the container sees an ordinary request. The thread is let go by {@link AsyncContext#complete}. Thread-safe.
 */
final class BlockingExchange implements AsyncContext {
    private static final System.Logger LOG = System.getLogger(BlockingExchange.class.getName());
    private static final Runnable END = () -> {};

    private final HttpServletRequest shownRequest;
    private final HttpServletResponse shownResponse;
    private final List<AsyncListener> listeners = new CopyOnWriteArrayList<>();
    /** One for each listener of a body, and the end: never many. Every asynchronous servlet ends within a deadline of its own, so does the wait for it. */
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    private final Thread own = Thread.currentThread();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean started;
    private volatile long timeoutMs;
    private @Nullable BlockingInput input;
    private @Nullable BlockingOutput output;

    BlockingExchange(HttpServletRequest request, HttpServletResponse response) {
        this.shownRequest = new Asked(request);
        this.shownResponse = new Answered(response);
    }

    HttpServletRequest request() {
        return shownRequest;
    }

    HttpServletResponse response() {
        return shownResponse;
    }

    /** Does what there is to do until it is complete; at once, if the servlet was not asynchronous. */
    void awaitEnd() throws IOException {
        if (!started) {
            return;
        }
        try {
            Runnable next = next();
            while (next != END) {
                next.run();
                next = next();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            tell(AsyncListener::onComplete);
        }
    }

    private Runnable next() throws IOException, InterruptedException {
        if (timeoutMs <= 0) {
            return tasks.take();
        }
        Runnable next = tasks.poll(timeoutMs, TimeUnit.MILLISECONDS);
        if (next == null) {
            tell(AsyncListener::onTimeout);
            next = tasks.poll();
        }
        return next == null ? END : next;
    }

    private interface Event {
        void tell(AsyncListener listener, AsyncEvent event) throws IOException;
    }

    private void tell(Event what) throws IOException {
        AsyncEvent event = new AsyncEvent(this, shownRequest, shownResponse);
        for (AsyncListener listener : listeners) {
            what.tell(listener, event);
        }
    }

    @Override
    public void complete() {
        if (over.compareAndSet(false, true)) {
            tasks.add(END);
        }
    }

    @Override
    public void start(Runnable run) {
        tasks.add(run);
    }

    @Override
    public ServletRequest getRequest() {
        return shownRequest;
    }

    @Override
    public ServletResponse getResponse() {
        return shownResponse;
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return true;
    }

    @Override
    public void addListener(AsyncListener listener) {
        listeners.add(listener);
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest asked, ServletResponse answered) {
        listeners.add(listener);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        try {
            return type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new ServletException(e);
        }
    }

    @Override
    public void setTimeout(long milliseconds) {
        timeoutMs = milliseconds;
    }

    @Override
    public long getTimeout() {
        return timeoutMs;
    }

    @Override
    public void dispatch() {
        throw new UnsupportedOperationException("nothing here is dispatched twice");
    }

    @Override
    public void dispatch(String path) {
        dispatch();
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        dispatch();
    }

    private void broken(Throwable cause) {
        LOG.log(Level.DEBUG, "a listener of a body failed", cause);
        complete();
    }

    private final class Asked extends HttpServletRequestWrapper {
        Asked(HttpServletRequest request) {
            super(request);
        }

        @Override
        public AsyncContext startAsync() {
            if (started) {
                throw new IllegalStateException("it was started");
            }
            started = true;
            return BlockingExchange.this;
        }

        @Override
        public AsyncContext startAsync(ServletRequest asked, ServletResponse answered) {
            return startAsync();
        }

        @Override
        public boolean isAsyncStarted() {
            return started && !over.get();
        }

        @Override
        public boolean isAsyncSupported() {
            return true;
        }

        @Override
        public AsyncContext getAsyncContext() {
            if (!started) {
                throw new IllegalStateException("it was not started");
            }
            return BlockingExchange.this;
        }

        @Override
        public synchronized ServletInputStream getInputStream() throws IOException {
            if (input == null) {
                input = new BlockingInput(super.getInputStream(), tasks::add, BlockingExchange.this::broken);
            }
            return input;
        }
    }

    private final class Answered extends HttpServletResponseWrapper {
        Answered(HttpServletResponse response) {
            super(response);
        }

        @Override
        public synchronized ServletOutputStream getOutputStream() throws IOException {
            if (output == null) {
                output = new BlockingOutput(super.getOutputStream(), own, tasks::add, BlockingExchange.this::broken);
            }
            return output;
        }
    }
}
