package io.dispatcher.web.exchange;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.lang.System.Logger.Level;

/** Writes an answer's body as its reader takes it. For one thread at a time. */
final class BodyWriter implements WriteListener {
    private static final System.Logger LOG = System.getLogger(BodyWriter.class.getName());
    private static final int CHUNK = 64 * 1024;
    /** Written, and not taken yet. */
    private static final int MOST_PENDING = 4 * CHUNK;

    private final AsyncExchange exchange;
    private final ServletOutputStream out;
    private final byte[] body;
    private volatile int written;

    BodyWriter(AsyncExchange exchange, ServletOutputStream out, byte[] body) {
        this.exchange = exchange;
        this.out = out;
        this.body = body;
    }

    void start(MinimumRate rate) {
        if (body.length > CHUNK) {
            ContainerChannel.keepAtMost(exchange.request(), MOST_PENDING);
            exchange.watched(rate.watch(() -> written, exchange::cutOff));
        }
        out.setWriteListener(this);
    }

    @Override
    public void onWritePossible() throws IOException {
        int from = written;
        while (out.isReady()) {
            if (from == body.length) {
                exchange.complete();
                return;
            }
            int length = Math.min(CHUNK, body.length - from);
            out.write(body, from, length);
            from += length;
            written = from;
        }
    }

    @Override
    public void onError(Throwable error) {
        LOG.log(Level.DEBUG, "client went away during the answer", error);
        exchange.complete();
    }
}
