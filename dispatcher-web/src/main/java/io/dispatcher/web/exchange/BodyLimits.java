package io.dispatcher.web.exchange;

import io.dispatcher.dispatch.BodyRoom;
import io.dispatcher.dispatch.Dispatcher;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What the bodies of callers may take: of memory together, and of time each. Thread-safe. */
@ApplicationScoped
public class BodyLimits {
    private static final long LOOK_SECONDS = 2;

    @Inject
    private Dispatcher dispatcher;

    private final MinimumRate rate = new MinimumRate(System::nanoTime);
    private ScheduledExecutorService timer;

    @PostConstruct
    void start() {
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "dispatcher-body-rate");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(rate::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** Where large requests find room. */
    public BodyRoom requests() {
        return dispatcher.requests();
    }

    /** Where large answers find room. */
    public BodyRoom answers() {
        return dispatcher.answers();
    }

    MinimumRate rate() {
        return rate;
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
    }
}
