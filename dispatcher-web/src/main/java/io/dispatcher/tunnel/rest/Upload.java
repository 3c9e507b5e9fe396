package io.dispatcher.tunnel.rest;

import io.dispatcher.web.exchange.ContainerChannel;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * A request's body: it lies with its caller until an agent fetches it. What nobody wants is read and thrown away for a moment, so that the caller sees
 * the answer and not a broken connection (RFC 9112, section 9.6). Thread-safe.
 */
final class Upload {
    private static final System.Logger LOG = System.getLogger(Upload.class.getName());
    /** Set by our check before the container's codec, where there is one: what the body's chunks said, a Long. */
    private static final String CHUNKED_BYTES = "io.dispatcher.chunked-bytes";

    private static final int BUFFER = 64 * 1024;
    /** For a caller that still sends although it was answered. */
    private static final long LINGER_MS = 2000;

    private final HttpServletRequest request;
    private final Uploads uploads;
    private boolean begun;
    private long bytes;
    private boolean unwanted;
    private boolean over;
    private @Nullable Runnable whenOver;

    Upload(HttpServletRequest request, Uploads uploads) {
        this.request = request;
        this.uploads = uploads;
    }

    /** Whether nothing of it is left on the connection. */
    synchronized boolean isOver() {
        return over;
    }

    /**
     * Moves it there, in a thread of its own.
     *
     * @return false: it was fetched before, or nobody wants it any more
     */
    boolean moveTo(OutputStream out, Transfer.Ends ends) {
        synchronized (this) {
            if (begun) {
                return false;
            }
            begun = true;
        }
        uploads.run(() -> move(out, ends));
        return true;
    }

    private void move(OutputStream out, Transfer.Ends ends) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = request.getInputStream();
            int read = in.read(buffer);
            while (read >= 0 && !isUnwanted()) {
                try {
                    out.write(buffer, 0, read);
                    if (in.available() == 0) {
                        // What came is passed on before anything is waited for.
                        out.flush();
                    }
                } catch (IOException | RuntimeException e) {
                    ends.sinkBroken(e);
                    awaitAnswer();
                    break;
                }
                moved(read);
                read = in.read(buffer);
            }
            if (read < 0) {
                long whole = requireWhole();
                over();
                ends.complete(whole);
                return;
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "a caller's body broke off", e);
            over();
            ends.sourceBroken(e);
            return;
        }
        discard(buffer);
    }

    private synchronized void moved(int more) {
        bytes += more;
    }

    /** How much of it was passed on. */
    synchronized long bytes() {
        return bytes;
    }

    private long requireWhole() throws IOException {
        long got = bytes();
        if (request.getAttribute(CHUNKED_BYTES) instanceof Long said && said != got) {
            LOG.log(Level.ERROR, "the container lost some of a body: its chunks had {0} bytes, {1} came", said, got);
            throw new IOException("the container lost some of the body");
        }
        return got;
    }

    private synchronized boolean isUnwanted() {
        return unwanted;
    }

    /** An upstream that has heard enough says why; until then nothing more is taken from the caller. */
    private synchronized void awaitAnswer() {
        try {
            while (!unwanted) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void discard(byte[] buffer) {
        try {
            InputStream in = request.getInputStream();
            while (in.read(buffer) >= 0) {
                // For nobody.
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "the rest of a body did not come", e);
        }
        over();
    }

    /** The request was answered: {@code then} is run when its body does not come any more, soon. Once. */
    void answered(Runnable then) {
        boolean done;
        boolean untouched;
        synchronized (this) {
            done = over;
            untouched = !begun;
            begun = true;
            unwanted = true;
            whenOver = done ? null : then;
            notifyAll();
        }
        if (done) {
            then.run();
            return;
        }
        uploads.after(LINGER_MS, this::cut);
        if (untouched) {
            uploads.run(() -> discard(new byte[BUFFER]));
        }
    }

    private synchronized void cut() {
        if (!over) {
            ContainerChannel.cut(request);
        }
    }

    private void over() {
        Runnable then;
        synchronized (this) {
            over = true;
            then = whenOver;
            whenOver = null;
        }
        uploads.over();
        if (then != null) {
            then.run();
        }
    }
}
