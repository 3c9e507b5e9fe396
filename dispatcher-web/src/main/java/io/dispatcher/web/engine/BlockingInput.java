package io.dispatcher.web.engine;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A body that is always ready: who reads it waits. A listener that takes none of it although it is there wants no more, and is not called again.
 * Thread-safe as the one below it.
 */
final class BlockingInput extends ServletInputStream {
    private final ServletInputStream in;
    private final Executor thread;
    private final Consumer<Throwable> broken;
    private volatile boolean ended;
    /** Read to know whether the end has come; -1: nothing was. */
    private int ahead = -1;

    private boolean taken = true;

    BlockingInput(ServletInputStream in, Executor thread, Consumer<Throwable> broken) {
        this.in = in;
        this.thread = thread;
        this.broken = broken;
    }

    @Override
    public boolean isFinished() {
        return ended || ahead < 0 && in.isFinished();
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
        thread.execute(() -> {
            try {
                while (taken && !isFinished()) {
                    taken = false;
                    listener.onDataAvailable();
                    ahead();
                }
                if (isFinished()) {
                    listener.onAllDataRead();
                }
            } catch (IOException | RuntimeException e) {
                listener.onError(e);
                broken.accept(e);
            }
        });
    }

    private void ahead() throws IOException {
        if (taken && ahead < 0 && !isFinished()) {
            ahead = in.read();
            ended = ahead < 0;
        }
    }

    @Override
    public int available() throws IOException {
        return in.available() + (ahead < 0 ? 0 : 1);
    }

    @Override
    public int read() throws IOException {
        int read = ahead < 0 ? in.read() : ahead;
        ahead = -1;
        taken = true;
        ended |= read < 0;
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (ahead >= 0 && length > 0) {
            bytes[offset] = (byte) read();
            return 1;
        }
        int read = in.read(bytes, offset, length);
        taken = true;
        ended |= read < 0;
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
