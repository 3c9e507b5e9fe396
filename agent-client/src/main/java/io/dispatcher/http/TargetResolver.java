package io.dispatcher.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Names to addresses, without blocking the caller: address literals at once, names on a few threads. Thread-safe. */
public final class TargetResolver implements AutoCloseable {
    private static final int THREADS = 8;
    private static final int WAITING = 4096;

    private final ThreadPoolExecutor lookups;
    private final Names names;

    /** Asks the machine's resolver; threads are made when first needed. */
    public TargetResolver() {
        this(InetAddress::getAllByName);
    }

    TargetResolver(Names names) {
        this.names = names;
        lookups = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "agent-resolver");
                    thread.setDaemon(true);
                    return thread;
                });
        lookups.allowCoreThreadTimeOut(true);
    }

    /**
     * Resolves a host.
     *
     * @param host a name, an IPv4 literal or an IPv6 literal with or without brackets
     * @param then gets the addresses in the resolver's order, or why there are none; on this or another thread
     */
    public void resolve(String host, BiConsumer<List<InetAddress>, @Nullable String> then) {
        if (isLiteral(host)) {
            lookUp(host, then);
            return;
        }
        try {
            lookups.execute(() -> lookUp(host, then));
        } catch (RejectedExecutionException e) {
            then.accept(List.of(), "too many name look-ups are waiting");
        }
    }

    private static boolean isLiteral(String host) {
        if (host.startsWith("[")) {
            return true;
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private void lookUp(String host, BiConsumer<List<InetAddress>, @Nullable String> then) {
        List<InetAddress> addresses = List.of();
        String failure = null;
        try {
            addresses = List.of(names.addresses(host));
        } catch (UnknownHostException | SecurityException e) {
            failure = "the name " + host + " has no address";
        }
        then.accept(addresses, failure);
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }

    /** What knows the addresses of names. */
    @FunctionalInterface
    interface Names {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }
}
