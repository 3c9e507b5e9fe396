package io.dispatcher.tunnel.rest;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** What a caller says in another protocol than HTTP goes to the agent, once both are there. Thread-safe. */
final class UpgradedCaller implements ReadListener {
    private static final System.Logger LOG = System.getLogger(UpgradedCaller.class.getName());

    private @Nullable WebConnection connection;
    private @Nullable ServletOutputStream out;
    private Transfer.@Nullable Ends ends;
    private @Nullable Transfer transfer;
    private boolean begun;
    private boolean closed;

    /** The container's side. */
    void opened(WebConnection caller) throws IOException {
        boolean late;
        synchronized (this) {
            connection = caller;
            late = closed;
        }
        if (late) {
            close(caller);
        } else {
            join();
        }
    }

    /**
     * The agent's side.
     *
     * @return false: it was fetched before, or is over
     */
    boolean moveTo(ServletOutputStream agent, Transfer.Ends told) throws IOException {
        synchronized (this) {
            if (out != null || closed) {
                return false;
            }
            out = agent;
            ends = told;
        }
        join();
        return true;
    }

    private void join() throws IOException {
        ServletInputStream in;
        synchronized (this) {
            if (connection == null || out == null || ends == null || transfer != null || closed) {
                return;
            }
            in = connection.getInputStream();
            transfer = new Transfer(in, out, ends);
        }
        in.setReadListener(this);
    }

    /** @return null: nothing is to be told to it */
    private @Nullable Transfer begun() {
        Transfer joined;
        synchronized (this) {
            joined = transfer;
            if (joined == null || begun) {
                return joined;
            }
            begun = true;
        }
        joined.begin();
        return joined;
    }

    @Override
    public void onDataAvailable() {
        Transfer joined = begun();
        if (joined != null) {
            joined.readable();
        }
    }

    @Override
    public void onAllDataRead() {
        Transfer joined = begun();
        if (joined != null) {
            joined.allRead();
        }
    }

    @Override
    public void onError(Throwable cause) {
        Transfer joined = begun();
        if (joined != null) {
            joined.sourceBroken(cause);
        }
    }

    /** Ends both sides; what was not passed on yet is lost. */
    void close() {
        WebConnection caller;
        Transfer.Ends told;
        long bytes;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            caller = connection;
            told = transfer == null || transfer.stop() ? ends : null;
            bytes = transfer == null ? 0 : transfer.bytes();
        }
        if (told != null) {
            told.complete(bytes);
        }
        if (caller != null) {
            close(caller);
        }
    }

    private static void close(WebConnection caller) {
        try {
            caller.close();
        } catch (Exception e) {
            LOG.log(Level.DEBUG, "a caller's connection did not close", e);
        }
    }
}
