package io.dispatcher.web.exchange;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.lang.System.Logger.Level;

/** A body that goes out in drops, each when it is told to and the client takes it. Thread-safe; never blocks. */
final class Drip implements WriteListener {
    private static final System.Logger LOG = System.getLogger(Drip.class.getName());

    private final ServletOutputStream out;
    private final byte[] body;
    private final int drop;
    private final Runnable over;
    private int written;
    private int owed;
    private boolean unflushed;
    private boolean ended;

    /** @param over called once, when nothing more will be written */
    Drip(ServletOutputStream out, byte[] body, int drops, Runnable over) {
        this.out = out;
        this.body = body;
        this.drop = Math.max(1, (body.length + drops - 1) / drops);
        this.over = over;
    }

    void start() {
        out.setWriteListener(this);
    }

    void next() {
        synchronized (this) {
            owed++;
        }
        pump();
    }

    @Override
    public void onWritePossible() {
        pump();
    }

    private void pump() {
        boolean done;
        synchronized (this) {
            if (ended) {
                return;
            }
            try {
                write();
                done = written == body.length && !unflushed;
            } catch (IOException | IllegalStateException e) {
                LOG.log(Level.DEBUG, "client went away during the answer", e);
                done = true;
            }
            ended = done;
        }
        if (done) {
            over.run();
        }
    }

    private void write() throws IOException {
        while ((unflushed || owed > 0 && written < body.length) && out.isReady()) {
            if (unflushed) {
                out.flush();
                unflushed = false;
            } else {
                int length = Math.min(drop, body.length - written);
                out.write(body, written, length);
                written += length;
                owed--;
                unflushed = true;
            }
        }
    }

    @Override
    public void onError(Throwable error) {
        LOG.log(Level.DEBUG, "client went away during the answer", error);
        boolean first;
        synchronized (this) {
            first = !ended;
            ended = true;
        }
        if (first) {
            over.run();
        }
    }
}
