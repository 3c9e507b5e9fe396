package io.dispatcher.web.exchange;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;

/**
 * An answer that goes on: events are written as they come, each flushed at once unless more are there. A client that reads too slowly misses what can be
 * left out, and is cut off when even the rest is too much. Thread-safe; never blocks.
 */
public final class EventStream {
    private static final System.Logger LOG = System.getLogger(EventStream.class.getName());
    /** From here on what can be left out is. */
    private static final int LEAVE_OUT_FROM = 1024 * 1024;
    /** A client so far behind is cut off. */
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private static final int CHUNK = 16 * 1024;

    private final EventFormat format;
    private final ServletOutputStream out;
    private final Runnable over;
    private final ArrayDeque<byte[]> pending = new ArrayDeque<>();
    private long pendingBytes;
    private boolean waiting = true;
    private boolean unflushed = true;
    private boolean ending;
    private boolean ended;

    /** @param over called once, when nothing more will be written */
    EventStream(EventFormat format, ServletOutputStream out, Runnable over) {
        this.format = format;
        this.out = out;
        this.over = over;
    }

    void start() {
        out.setWriteListener(new Writing());
    }

    /**
     * Writes an event.
     *
     * @param type one word
     * @param essential not to be left out
     */
    public void send(String type, byte[] json, boolean essential) {
        synchronized (this) {
            if (ended || ending || (!essential && pendingBytes > LEAVE_OUT_FROM)) {
                return;
            }
            byte[] frame = format.frame(type, json);
            pending.add(frame);
            pendingBytes += frame.length;
        }
        pump();
    }

    /** Writes what is framed already. Nothing of it is left out: ask {@link #backlog} first. */
    public void write(byte[] frames) {
        synchronized (this) {
            if (ended || ending) {
                return;
            }
            pending.add(frames);
            pendingBytes += frames.length;
        }
        pump();
    }

    /** Bytes that wait for the client. */
    public synchronized long backlog() {
        return pendingBytes;
    }

    /** Ends it as it is, whatever the client has read. */
    public void cut() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            pending.clear();
        }
        over.run();
    }

    /** It was the last event. */
    public void end() {
        synchronized (this) {
            ending = true;
        }
        pump();
    }

    private void pump() {
        if (write()) {
            over.run();
        }
    }

    /** @return true once: nothing more will be written */
    private synchronized boolean write() {
        if (ended || (waiting && pendingBytes <= MOST_BYTES)) {
            return false;
        }
        try {
            if (pendingBytes > MOST_BYTES) {
                throw new IOException("the client reads too slowly");
            }
            while (out.isReady()) {
                if (!pending.isEmpty()) {
                    out.write(chunk());
                    unflushed = true;
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else {
                    ended = ending;
                    return ending;
                }
            }
            waiting = true;
            return false;
        } catch (IOException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "client went away", e);
            ended = true;
            pending.clear();
            return true;
        }
    }

    private byte[] chunk() {
        byte[] first = pending.remove();
        pendingBytes -= first.length;
        if (pending.isEmpty()) {
            return first;
        }
        ByteArrayOutputStream more = new ByteArrayOutputStream(CHUNK);
        more.writeBytes(first);
        while (!pending.isEmpty() && more.size() + pending.element().length <= CHUNK) {
            byte[] next = pending.remove();
            pendingBytes -= next.length;
            more.writeBytes(next);
        }
        return more.toByteArray();
    }

    private final class Writing implements WriteListener {
        @Override
        public void onWritePossible() {
            synchronized (EventStream.this) {
                waiting = false;
            }
            pump();
        }

        @Override
        public void onError(Throwable error) {
            LOG.log(Level.DEBUG, "client went away", error);
            boolean first;
            synchronized (EventStream.this) {
                first = !ended;
                ended = true;
                pending.clear();
            }
            if (first) {
                over.run();
            }
        }
    }
}
