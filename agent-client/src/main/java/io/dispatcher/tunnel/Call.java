package io.dispatcher.tunnel;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** One exchange with the client that can really be stopped: the client's own cancelling goes on reading. Thread-safe. */
final class Call {
    private static final String ATTRIBUTE = "dispatcher.call";

    private @Nullable AsyncExecRuntime runtime;
    private @Nullable Future<?> future;
    private boolean stopped;

    /**
     * Begins it.
     *
     * @param failed told at most once; of an answer its consumer tells
     */
    <T> void begin(
            CloseableHttpAsyncClient client,
            AsyncRequestProducer request,
            AsyncResponseConsumer<T> answer,
            Consumer<T> completed,
            Consumer<Exception> failed) {
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(ATTRIBUTE, this);
        Future<?> begun = client.execute(request, answer, null, context, new FutureCallback<T>() {
            @Override
            public void completed(T result) {
                completed.accept(result);
            }

            @Override
            public void failed(Exception cause) {
                failed.accept(cause);
            }

            @Override
            public void cancelled() {
                failed.accept(new CancellationException("cancelled"));
            }
        });
        boolean late;
        synchronized (this) {
            future = begun;
            late = stopped;
        }
        if (late) {
            stop();
        }
    }

    /** The call a context belongs to is about to take, or wait for, a connection. */
    static void began(HttpContext context, AsyncExecRuntime runtime) {
        Call call = (Call) context.getAttribute(ATTRIBUTE);
        if (call != null) {
            synchronized (call) {
                call.runtime = runtime;
            }
        }
    }

    /** Closes its connection; harmless when it is over, and the connection somebody else's. */
    void stop() {
        AsyncExecRuntime running;
        Future<?> begun;
        synchronized (this) {
            stopped = true;
            running = runtime;
            begun = future;
        }
        if (begun != null) {
            begun.cancel(true);
        }
        if (running != null) {
            running.discardEndpoint();
        }
    }
}
