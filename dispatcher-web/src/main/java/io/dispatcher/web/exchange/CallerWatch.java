package io.dispatcher.web.exchange;

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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    /** Requests not answered yet: bounded by what the dispatcher admits. */
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

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
     * @param over true once it is answered; from then on the request is not touched
     * @return to be run when it is over
     */
    public Runnable watch(HttpServletRequest request, BooleanSupplier over, Runnable gone) {
        return watch(request, over, () -> true, gone);
    }

    /** The same; also calls {@code gone}, which may then be called twice, once the caller is no longer {@code admitted}. */
    public Runnable watch(HttpServletRequest request, BooleanSupplier over, BooleanSupplier admitted, Runnable gone) {
        Waiting caller = new Waiting(request, over, admitted, gone, System.nanoTime());
        waiting.add(caller);
        return () -> waiting.remove(caller);
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
            sendAway();
            selector.selectNow(this::readable);
        } catch (IOException | RuntimeException e) {
            // A periodic task that throws is never run again.
            LOG.log(Level.WARNING, "looking after the callers failed", e);
        }
    }

    private void sendAway() {
        for (Waiting caller : waiting) {
            if (!caller.admitted.getAsBoolean() && waiting.remove(caller) && !caller.over.getAsBoolean()) {
                caller.gone.run();
            }
        }
    }

    private void register() {
        long old = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(LOOK_MS);
        for (Waiting caller : waiting) {
            if (caller.since - old <= 0 && !caller.looked) {
                register(caller);
            }
        }
    }

    private void register(Waiting caller) {
        SocketChannel channel = ContainerChannel.of(caller.request);
        boolean letGo = channel == null && ContainerChannel.isLetGo(caller.request);
        // Once it is over the container may use the request for another one, whose connection this would be.
        if (channel == null || caller.over.getAsBoolean()) {
            caller.looked = true;
            if (letGo && !caller.over.getAsBoolean()) {
                caller.gone.run();
            }
            return;
        }
        if (channel.keyFor(selector) != null) {
            // The connection's request before was answered just now: at the next look.
            return;
        }
        caller.looked = true;
        try {
            channel.register(selector, SelectionKey.OP_READ, caller);
        } catch (ClosedChannelException e) {
            caller.gone.run();
        }
    }

    private void readable(SelectionKey key) {
        Waiting caller = (Waiting) key.attachment();
        try {
            int bytes =
                    ((SocketChannel) key.channel()).socket().getInputStream().available();
            if (bytes > 0 && (!caller.request.isSecure() || bytes > GOODBYE_BYTES)) {
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
        final HttpServletRequest request;
        final BooleanSupplier over;
        final BooleanSupplier admitted;
        final Runnable gone;
        final long since;
        boolean looked;
        boolean saidGoodbye;

        Waiting(HttpServletRequest request, BooleanSupplier over, BooleanSupplier admitted, Runnable gone, long since) {
            this.request = request;
            this.over = over;
            this.admitted = admitted;
            this.gone = gone;
            this.since = since;
        }
    }
}
