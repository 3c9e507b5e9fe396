package io.dispatcher.dispatch.rest;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Notices callers that close their connection while they wait: the container does not read from it until the answer is written, and so never
 * hears of the end. Looks twice a second, and only after requests that are not answered by then.
 *
 * <p>The bytes stay the container's: a connection that is readable with nothing to be read has ended, one with bytes has another request coming.
 */
@ApplicationScoped
public class CallerWatch {
    private static final System.Logger LOG = System.getLogger(CallerWatch.class.getName());
    private static final long LOOK_MS = 500;

    /** TLS says goodbye in up to 81 bytes (Java 17 as a client, three records); a request that a client sends ahead is longer in practice. */
    private static final int GOODBYE_BYTES = 96;

    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private ScheduledExecutorService timer;
    private Selector selector;

    @PostConstruct
    void start() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "dispatcher-caller-watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    /**
     * Calls {@code gone} once if the caller goes away before the request is over.
     *
     * @param over true once it is answered
     */
    void watch(HttpServletRequest request, BooleanSupplier over, Runnable gone) {
        if (over.getAsBoolean()) {
            return;
        }
        SocketChannel channel = ContainerChannel.of(request);
        if (channel != null) {
            waiting.add(new Waiting(channel, request.isSecure(), over, gone, System.nanoTime()));
        }
    }

    private void look() {
        try {
            for (SelectionKey key : selector.keys()) {
                if (((Waiting) key.attachment()).over.getAsBoolean()) {
                    key.cancel();
                }
            }
            // Also takes the cancelled out, so that a connection can be watched again for its next request.
            selector.selectNow();
            register();
            selector.selectNow(this::readable);
        } catch (IOException | RuntimeException e) {
            // A periodic task that throws is never run again.
            LOG.log(Level.WARNING, "looking after the callers failed", e);
        }
    }

    private void register() {
        long old = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(LOOK_MS);
        for (Waiting next = waiting.peek(); next != null && next.since - old <= 0; next = waiting.peek()) {
            if (next.channel.keyFor(selector) != null) {
                // The connection's request before was answered just now: at the next look.
                return;
            }
            waiting.poll();
            try {
                if (!next.over.getAsBoolean()) {
                    next.channel.register(selector, SelectionKey.OP_READ, next);
                }
            } catch (ClosedChannelException e) {
                next.gone.run();
            }
        }
    }

    private void readable(SelectionKey key) {
        Waiting caller = (Waiting) key.attachment();
        try {
            int bytes = caller.channel.socket().getInputStream().available();
            if (bytes > 0 && (!caller.secure || bytes > GOODBYE_BYTES)) {
                key.cancel();
                return;
            }
            if (bytes > 0 && !caller.saidGoodbye) {
                // Perhaps the beginning of more.
                caller.saidGoodbye = true;
                return;
            }
        } catch (IOException | CancelledKeyException e) {
            LOG.log(Level.DEBUG, "a caller's connection is broken", e);
        }
        key.cancel();
        if (!caller.over.getAsBoolean()) {
            caller.gone.run();
        }
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
        try {
            selector.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the selector did not close", e);
        }
    }

    private static final class Waiting {
        final SocketChannel channel;
        final boolean secure;
        final BooleanSupplier over;
        final Runnable gone;
        final long since;
        boolean saidGoodbye;

        Waiting(SocketChannel channel, boolean secure, BooleanSupplier over, Runnable gone, long since) {
            this.channel = channel;
            this.secure = secure;
            this.over = over;
            this.gone = gone;
            this.since = since;
        }
    }
}
