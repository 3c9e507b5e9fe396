package io.dispatcher.tunnel.rest;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Places and threads for the bodies that callers stream. Each takes a thread while it moves: Grizzly's non-blocking input loses its place in a
 * chunked body when it is asked by a thread that is not the container's own, which a body that waits for its reader cannot avoid. Thread-safe.
 */
@ApplicationScoped
public class Uploads {
    /** At once; a thread at rest in a read takes some 100 KiB. */
    static final int MOST = 512;

    private static final long KEEP_ALIVE_S = 10;

    private final Semaphore places = new Semaphore(MOST);
    private ThreadPoolExecutor threads;
    private ScheduledExecutorService timer;

    @PostConstruct
    void start() {
        threads = new ThreadPoolExecutor(0, MOST, KEEP_ALIVE_S, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "dispatcher-upload");
            thread.setDaemon(true);
            return thread;
        });
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "dispatcher-upload-timer");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @return null: there is no place */
    @Nullable
    Upload admit(HttpServletRequest request) {
        return places.tryAcquire() ? new Upload(request, this) : null;
    }

    void run(Runnable task) {
        threads.execute(task);
    }

    Future<?> after(long millis, Runnable task) {
        return timer.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    void over() {
        places.release();
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
        threads.shutdownNow();
    }
}
