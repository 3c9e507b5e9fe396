package io.dispatcher.tunnel.rest;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for long answers: one that waits moves them three times as fast as the container's callbacks do. Thread-safe. */
@ApplicationScoped
public class Downloads {
    /** At once; answers beyond them are moved by callbacks. */
    private static final int MOST = 64;

    private static final long KEEP_ALIVE_S = 10;

    private ThreadPoolExecutor threads;

    @PostConstruct
    void start() {
        threads = new ThreadPoolExecutor(0, MOST, KEEP_ALIVE_S, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "dispatcher-download");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @return false: all are taken */
    boolean run(Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
