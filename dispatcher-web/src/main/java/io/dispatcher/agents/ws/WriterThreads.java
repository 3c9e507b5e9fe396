package io.dispatcher.agents.ws;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The few threads that write to agents: handing over to them lets frames gather while a message is on its way. */
@ApplicationScoped
public class WriterThreads {
    private static final int THREADS = 2;
    private static final long LAST_WRITES_MS = 1_000;

    private final AtomicInteger number = new AtomicInteger();
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "dispatcher-writer-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    Executor executor() {
        return executor;
    }

    /** What was handed over is still written. */
    @PreDestroy
    void stop() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(LAST_WRITES_MS, TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
