package io.dispatcher.tunnel.rest;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A request's body that lies with its caller until an agent fetches it. The container is told of the listener by the request's own thread: from another
 * one, while that one is still on its way out, it mixes the two up. Thread-safe.
 */
final class CallerBody implements ReadListener {
    private final ServletInputStream in;
    private boolean readable;
    private boolean ended;
    private @Nullable Throwable broken;
    private @Nullable Transfer transfer;

    CallerBody(ServletInputStream in) {
        this.in = in;
    }

    void listen() {
        in.setReadListener(this);
    }

    /** From now on it goes there. Once. */
    void transferTo(ServletOutputStream out, Transfer.Ends ends) {
        Transfer begun = new Transfer(in, out, ends);
        boolean more;
        boolean all;
        Throwable cause;
        synchronized (this) {
            transfer = begun;
            more = readable;
            all = ended;
            cause = broken;
        }
        if (cause != null) {
            begun.sourceBroken(cause);
        } else {
            begun.begin(more, all);
        }
    }

    private synchronized @Nullable Transfer noted(boolean nowReadable, boolean nowEnded, @Nullable Throwable cause) {
        readable |= nowReadable;
        ended |= nowEnded;
        broken = cause == null ? broken : cause;
        return transfer;
    }

    @Override
    public void onDataAvailable() {
        Transfer begun = noted(true, false, null);
        if (begun != null) {
            begun.readable();
        }
    }

    @Override
    public void onAllDataRead() {
        Transfer begun = noted(false, true, null);
        if (begun != null) {
            begun.allRead();
        }
    }

    @Override
    public void onError(Throwable cause) {
        Transfer begun = noted(false, false, cause);
        if (begun != null) {
            begun.sourceBroken(cause);
        }
    }
}
