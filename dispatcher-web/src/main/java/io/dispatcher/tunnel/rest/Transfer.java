package io.dispatcher.tunnel.rest;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Brings a body from one connection to another as fast as both allow, without a thread waiting. */
final class Transfer {
    private static final System.Logger LOG = System.getLogger(Transfer.class.getName());
    private static final int BUFFER = 32 * 1024;

    private final ServletInputStream in;
    private final ServletOutputStream out;
    private final Ends ends;
    private byte[] buffer = new byte[0];
    private boolean readable;
    /** The head at first: it goes although nothing of the body is there. */
    private boolean unflushed = true;

    private boolean ended;
    private boolean over;
    private long bytes;

    /** How it ended; told once, from any thread. */
    interface Ends {
        /** All of it was written. */
        void complete(long bytes);

        /** The connection it comes from broke. */
        void sourceBroken(Throwable cause);

        /** The connection it goes to broke. */
        void sinkBroken(Throwable cause);
    }

    Transfer(ServletInputStream in, ServletOutputStream out, Ends ends) {
        this.in = in;
        this.out = out;
        this.ends = ends;
    }

    /**
     * Begins, with an input that has said that it can be read. Whoever listens to it tells what follows by {@link #readable}, {@link #allRead} and
     * {@link #sourceBroken}.
     */
    void begin() {
        synchronized (this) {
            readable = true;
        }
        out.setWriteListener(new Sink());
    }

    void readable() {
        synchronized (this) {
            readable = true;
        }
        move();
    }

    void allRead() {
        synchronized (this) {
            ended = true;
        }
        move();
    }

    /**
     * Nobody wants the rest.
     *
     * @return false if it was over before, and told
     */
    synchronized boolean stop() {
        boolean stopped = !over;
        over = true;
        buffer = new byte[0];
        return stopped;
    }

    /** How much was passed on. */
    synchronized long bytes() {
        return bytes;
    }

    private void move() {
        Throwable source = null;
        Throwable sink = null;
        synchronized (this) {
            if (over) {
                return;
            }
            try {
                while (out.isReady()) {
                    if (ended) {
                        over = true;
                        break;
                    }
                    int read;
                    try {
                        read = available() ? in.read(borrowed()) : 0;
                    } catch (IOException | RuntimeException e) {
                        over = true;
                        source = e;
                        break;
                    }
                    if (read < 0) {
                        ended = true;
                    } else if (read > 0) {
                        out.write(buffer, 0, read);
                        bytes += read;
                        unflushed = true;
                    } else if (unflushed) {
                        // What came is passed on before anything is waited for.
                        unflushed = false;
                        out.flush();
                    } else {
                        buffer = new byte[0];
                        return;
                    }
                }
            } catch (IOException | RuntimeException e) {
                over = true;
                sink = e;
            }
            if (!over) {
                return;
            }
            buffer = new byte[0];
        }
        tell(source, sink);
    }

    private void tell(@Nullable Throwable source, @Nullable Throwable sink) {
        if (source != null) {
            ends.sourceBroken(source);
        } else if (sink != null) {
            ends.sinkBroken(sink);
        } else {
            ends.complete(bytes);
        }
    }

    private boolean available() {
        if (readable && !in.isReady()) {
            readable = false;
        }
        return readable;
    }

    // An idle stream holds none.
    private byte[] borrowed() {
        if (buffer.length == 0) {
            buffer = new byte[BUFFER];
        }
        return buffer;
    }

    void sourceBroken(Throwable cause) {
        failed(cause, true);
    }

    private void failed(Throwable cause, boolean source) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            buffer = new byte[0];
        }
        LOG.log(Level.DEBUG, "a stream broke", cause);
        if (source) {
            ends.sourceBroken(cause);
        } else {
            ends.sinkBroken(cause);
        }
    }

    private final class Sink implements WriteListener {
        @Override
        public void onWritePossible() {
            move();
        }

        @Override
        public void onError(Throwable cause) {
            failed(cause, false);
        }
    }
}
