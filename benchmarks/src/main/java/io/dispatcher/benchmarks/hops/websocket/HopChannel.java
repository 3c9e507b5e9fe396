package io.dispatcher.benchmarks.hops.websocket;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Joins waiting HTTP requests and the one connected client. Safe for use by several threads. */
final class HopChannel {
    /** The container makes servlet and endpoint by itself; they meet here. */
    static final HopChannel ONLY = new HopChannel();

    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, AsyncContext> waiting = new ConcurrentHashMap<>();
    private volatile @Nullable BatchingWriter writer;

    void attach(@Nullable BatchingWriter newWriter) {
        writer = newWriter;
    }

    void ask(String path, AsyncContext context) throws IOException {
        BatchingWriter current = writer;
        if (current == null) {
            ((HttpServletResponse) context.getResponse()).setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            context.complete();
            return;
        }
        long id = ids.incrementAndGet();
        waiting.put(id, context);
        current.send(HopFrames.frame(id, path.getBytes(StandardCharsets.US_ASCII)));
    }

    void answered(long id, ByteBuffer body) {
        AsyncContext context = waiting.remove(id);
        if (context == null) {
            return;
        }
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        try {
            context.getResponse().setContentLength(bytes.length);
            context.getResponse().getOutputStream().write(bytes);
        } catch (IOException gone) {
            // The caller has gone; completing is all that is left to do.
        }
        context.complete();
    }
}
