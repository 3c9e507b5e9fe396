package io.dispatcher.direct;

import com.github.f4b6a3.uuid.UuidCreator;
import io.dispatcher.dispatch.BodyRoom;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchListener;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.protocol.egress.EgressPolicy;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * This coordinator as the one who makes an exchange. Each ends in exactly one story, told to the listeners of all dispatches and then to its caller, within its
 * timeout and its ttl. So many at a time, and as many waiting as are allowed; more are refused at once. Thread-safe; begins without blocking.
 */
public final class DirectExchanges implements AutoCloseable {
    private static final Failure LATE = new Failure(FailureType.EXPIRED, "the coordinator had no room for it in time");
    private static final List<String> EVERYWHERE = List.of("0.0.0.0/0", "::/0");
    private static final int PARALLEL = 64;
    private static final int WAITING = 1_024;
    private static final long IDLE_SECONDS = 30;
    private static final double SECOND_MS = 1_000;
    /** Nothing stops the lookup of a name: its caller is told all the same. */
    private static final long LOOKUP_MS = 1_000;

    private final DirectClient client;
    private final DirectClient homeClient;
    private final Supplier<@Nullable String> home;
    private final List<DispatchListener> listeners;
    private final InstantSource clock;
    private final BooleanSupplier draining;
    private final BodyRoom answers;
    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor limits;

    /**
     * @param policy for what others chose
     * @param home the base URL of this coordinator itself
     * @param answers where large ones find room
     */
    DirectExchanges(
            EgressPolicy policy,
            Supplier<@Nullable String> home,
            List<DispatchListener> listeners,
            InstantSource clock,
            BooleanSupplier draining,
            BodyRoom answers) {
        this.answers = answers;
        this.client = new DirectClient(policy, PARALLEL);
        this.homeClient = new DirectClient(new EgressPolicy(EVERYWHERE, List.of(), List.of()), PARALLEL);
        this.home = home;
        this.listeners = listeners;
        this.clock = clock;
        this.draining = draining;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                PARALLEL,
                PARALLEL,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                task -> daemon(task, "dispatcher-direct-" + number.incrementAndGet()));
        threads.allowCoreThreadTimeOut(true);
        limits = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "dispatcher-direct-limit"));
        limits.setRemoveOnCancelPolicy(true);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Where this coordinator itself is reached, without a slash at the end; null: not by plain HTTP. */
    public @Nullable String home() {
        return home.get();
    }

    /**
     * @param replayOf the record it is made from
     * @param then told once, by any thread; must not block for long
     */
    public DirectExchange begin(
            ExecuteRequest request,
            DispatchKind kind,
            @Nullable String caller,
            @Nullable UUID replayOf,
            Consumer<DispatchRecord> then) {
        return begin(client, request, kind, caller, replayOf, then);
    }

    /** To this coordinator itself, which the policy refuses to everybody else: whoever calls this made the URL from {@link #home}. */
    public DirectExchange beginAtHome(
            ExecuteRequest request,
            DispatchKind kind,
            @Nullable String caller,
            @Nullable UUID replayOf,
            Consumer<DispatchRecord> then) {
        return begin(homeClient, request, kind, caller, replayOf, then);
    }

    private DirectExchange begin(
            DirectClient by,
            ExecuteRequest request,
            DispatchKind kind,
            @Nullable String caller,
            @Nullable UUID replayOf,
            Consumer<DispatchRecord> then) {
        DirectExchange exchange = new DirectExchange(
                UuidCreator.getTimeOrderedEpoch(), request, kind, caller, replayOf, clock.instant(), story -> {
                    listeners.forEach(listener -> listener.finished(story));
                    then.accept(story);
                });
        if (draining.getAsBoolean()) {
            exchange.fail(new Failure(FailureType.DRAINING, "this coordinator is shutting down"));
            return exchange;
        }
        var expiry = limits.schedule(() -> exchange.fail(LATE), milliseconds(request.ttl()), TimeUnit.MILLISECONDS);
        try {
            threads.execute(() -> {
                expiry.cancel(false);
                run(by, exchange);
            });
        } catch (RejectedExecutionException e) {
            expiry.cancel(false);
            exchange.fail(new Failure(
                    FailureType.UNAVAILABLE, "the coordinator has " + WAITING + " exchanges of its own waiting"));
        }
        return exchange;
    }

    private void run(DirectClient by, DirectExchange exchange) {
        if (exchange.isOver()) {
            return;
        }
        if (!exchange.inTime()) {
            exchange.fail(LATE);
            return;
        }
        long timeoutMs = milliseconds(exchange.request().timeout());
        var limit = limits.schedule(exchange::timeOut, timeoutMs, TimeUnit.MILLISECONDS);
        var end = limits.schedule(exchange::giveUp, timeoutMs + LOOKUP_MS, TimeUnit.MILLISECONDS);
        try {
            exchange.make(by, answers);
        } finally {
            limit.cancel(false);
            end.cancel(false);
        }
    }

    private static long milliseconds(double seconds) {
        return Math.max(1, Math.round(seconds * SECOND_MS));
    }

    @Override
    public void close() {
        threads.shutdown();
        limits.shutdownNow();
        client.close();
        homeClient.close();
    }
}
