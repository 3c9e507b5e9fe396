package io.dispatcher.web.engine;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A body that the exchange's own thread writes, and waits: to it the body always takes more. Any other thread that asks is told to leave it to that one.
 * Thread-safe as the one below it.
 */
final class BlockingOutput extends ServletOutputStream {
    private final ServletOutputStream out;
    private final Executor thread;
    private final Consumer<Throwable> broken;
    private final Thread own;
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile @Nullable WriteListener listener;

    /** @param thread has {@code own} run something */
    BlockingOutput(ServletOutputStream out, Thread own, Executor thread, Consumer<Throwable> broken) {
        this.out = out;
        this.own = own;
        this.thread = thread;
        this.broken = broken;
    }

    @Override
    public boolean isReady() {
        if (Thread.currentThread() == own) {
            return true;
        }
        WriteListener known = listener;
        if (known != null) {
            ask(known);
        }
        return false;
    }

    @Override
    public void setWriteListener(WriteListener first) {
        listener = first;
        ask(first);
    }

    private void ask(WriteListener known) {
        if (asked.compareAndSet(false, true)) {
            thread.execute(() -> possible(known));
        }
    }

    private void possible(WriteListener known) {
        // First: who asks from now on is answered once more.
        asked.set(false);
        try {
            known.onWritePossible();
        } catch (IOException | RuntimeException e) {
            known.onError(e);
            broken.accept(e);
        }
    }

    @Override
    public void write(int octet) throws IOException {
        out.write(octet);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
