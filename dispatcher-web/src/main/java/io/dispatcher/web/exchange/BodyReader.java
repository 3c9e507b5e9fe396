package io.dispatcher.web.exchange;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Reads a request's body as it comes, as far as it may go on. For one thread at a time. */
final class BodyReader implements ReadListener {
    /** So much of a body needs no room. */
    static final int SMALL = 64 * 1024;

    private static final int BUFFER = 4096;

    private final AsyncExchange exchange;
    private final ServletInputStream in;
    private final int maxBody;
    private final AsyncExchange.Body then;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(BUFFER);
    private final byte[] buffer = new byte[BUFFER];
    private volatile int received;
    private int roomFor;

    /** @param in of whose length, if it is said, there is room for all */
    BodyReader(AsyncExchange exchange, ServletInputStream in, int maxBody, AsyncExchange.Body then) {
        this.exchange = exchange;
        this.in = in;
        this.maxBody = maxBody;
        this.then = then;
        this.roomFor = Math.max(SMALL, exchange.request().getContentLength());
    }

    void start(MinimumRate rate) {
        exchange.watched(rate.watch(() -> received, this::tooSlow));
        in.setReadListener(this);
    }

    private void tooSlow() {
        exchange.refuse(FailureType.INVALID_REQUEST, "the body came too slowly");
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!exchange.over() && in.isReady()) {
            int read = in.read(buffer);
            if (read < 0) {
                return;
            }
            int size = body.size() + read;
            if (size > maxBody) {
                exchange.refuseTooLarge(maxBody);
                return;
            }
            if (!hasRoom(size)) {
                return;
            }
            body.write(buffer, 0, read);
            received = size;
        }
    }

    /** A length that was not said is found out step by step. */
    private boolean hasRoom(int size) {
        if (size <= roomFor) {
            return true;
        }
        roomFor = Math.min(2 * size, maxBody);
        return exchange.takeRoom(roomFor);
    }

    @Override
    public void onAllDataRead() {
        exchange.watched(() -> {});
        if (!exchange.over()) {
            then.complete(exchange, body.toByteArray());
        }
    }

    @Override
    public void onError(Throwable error) {
        exchange.problem(new Failure(FailureType.INVALID_REQUEST, "the body was cut off"), null);
    }
}
