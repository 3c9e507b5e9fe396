package io.dispatcher.target;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** The routes that take their time. None holds a thread while it waits. */
final class SlowRoutes {
    static final long MAX_DELAY_MILLIS = 60_000;
    private static final long MAX_DRIP_BYTES = 100_000;
    private static final int STREAM_CHUNKS = 5;

    /** Chunks as fast as they can be sent. */
    void stream(Exchange exchange) {
        exchange.response().setStatus(200);
        exchange.response().getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
        // Without this the answer to a client that wants no further one would end with the connection instead.
        if (exchange.request().getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
            exchange.response().getHeaders().put(HttpHeader.TRANSFER_ENCODING, "chunked");
        }
        new Chunks(exchange, STREAM_CHUNKS, 0, i -> ("chunk " + (i + 1) + "\n").getBytes(StandardCharsets.US_ASCII))
                .next();
    }

    /** An answer after a pause. */
    void delay(Exchange exchange) {
        Long millis = exchange.number(0, MAX_DELAY_MILLIS);
        if (millis != null) {
            later(exchange.request(), millis, () -> exchange.text(200, "after " + millis + " ms\n"));
        }
    }

    /** A body of known length, byte by byte. */
    void drip(Exchange exchange) {
        Fields query = Request.extractQueryParameters(exchange.request());
        Long bytes = exchange.number(query, "bytes", 10, 1, MAX_DRIP_BYTES);
        Long interval = bytes == null ? null : exchange.number(query, "interval_ms", 100, 0, MAX_DELAY_MILLIS);
        if (bytes == null || interval == null) {
            return;
        }
        exchange.response().setStatus(200);
        exchange.response().getHeaders().put(HttpHeader.CONTENT_TYPE, "application/octet-stream");
        exchange.response().getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes);
        if (exchange.request().getMethod().equals("HEAD")) {
            exchange.response().write(true, null, exchange.callback());
        } else {
            new Chunks(exchange, bytes.intValue(), interval, i -> new byte[] {'.'}).next();
        }
    }

    private static void later(Request request, long millis, Runnable task) {
        request.getComponents().getScheduler().schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    /** Writes one chunk after the other, each when the one before it is sent and its pause is over. */
    private static final class Chunks {
        private final Exchange exchange;
        private final int count;
        private final long pauseMillis;
        private final IntFunction<byte[]> chunk;
        private int written;

        Chunks(Exchange exchange, int count, long pauseMillis, IntFunction<byte[]> chunk) {
            this.exchange = exchange;
            this.count = count;
            this.pauseMillis = pauseMillis;
            this.chunk = chunk;
        }

        void next() {
            ByteBuffer bytes = ByteBuffer.wrap(chunk.apply(written++));
            if (written == count) {
                exchange.response().write(true, bytes, exchange.callback());
            } else {
                exchange.response().write(false, bytes, Callback.from(this::pause, exchange.callback()::failed));
            }
        }

        // Through the scheduler or executor also without a pause, or a long body would be a deep stack.
        private void pause() {
            if (pauseMillis == 0) {
                exchange.request().getComponents().getExecutor().execute(this::next);
            } else {
                later(exchange.request(), pauseMillis, this::next);
            }
        }
    }
}
