package io.dispatcher.systemtests;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Agents and a broker that are killed and come back by themselves, and when that was. One agent at a time is dead. Thread-safe. */
final class FaultyProcesses implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Until everybody has noticed, however busy the machine is. */
    private static final long NOTICED_NANOS = 1_000_000_000L;

    private final ExternalBroker broker;
    private final RunningProcess coordinator;
    private final Function<String, RunningProcess> start;
    private final Map<String, RunningProcess> agents = new ConcurrentHashMap<>();
    private final Queue<Interval> kills = new ConcurrentLinkedQueue<>();
    private final Queue<Interval> restarts = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private CompletableFuture<?> agentBack = CompletableFuture.completedFuture(null);
    private CompletableFuture<?> brokerBack = CompletableFuture.completedFuture(null);

    private record Interval(long fromNanos, long toNanos) {
        boolean meets(FaultyRequest request) {
            return request.begunNanos() - toNanos <= NOTICED_NANOS && request.endedNanos() - fromNanos >= 0;
        }
    }

    FaultyProcesses(
            ExternalBroker broker,
            RunningProcess coordinator,
            Iterable<String> agents,
            Function<String, RunningProcess> start) {
        this.broker = broker;
        this.coordinator = coordinator;
        this.start = start;
        agents.forEach(this::startAgent);
    }

    private void startAgent(String id) {
        agents.put(id, start.apply(id));
    }

    /** Returns when it is dead; then it is started again. Waits for one that was killed before to be back. */
    synchronized void killAgent(String id) {
        agentBack.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        long from = System.nanoTime();
        agents.get(id).kill();
        kills.add(new Interval(from, System.nanoTime()));
        agentBack = CompletableFuture.runAsync(() -> startAgent(id), threads);
    }

    /** Returns when it is dead; then it is started again. */
    synchronized void restartBroker() {
        brokerBack.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        long from = System.nanoTime();
        broker.kill();
        brokerBack = CompletableFuture.runAsync(
                () -> {
                    broker.start();
                    await().atMost(LIMIT).until(this::ready);
                    restarts.add(new Interval(from, System.nanoTime()));
                },
                threads);
    }

    private boolean ready() {
        return Http.get(coordinator.url() + "/health/ready").status() == 200;
    }

    /** Returns when all that were killed so far are back. */
    void awaitAll() {
        CompletableFuture<?> all;
        synchronized (this) {
            all = CompletableFuture.allOf(agentBack, brokerBack);
        }
        all.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Whether an agent was killed while it was under way, or just before. */
    boolean agentWasKilled(FaultyRequest request) {
        return kills.stream().anyMatch(interval -> interval.meets(request));
    }

    boolean brokerWasAway(FaultyRequest request) {
        return restarts.stream().anyMatch(interval -> interval.meets(request));
    }

    @Override
    public String toString() {
        return kills.size() + " agents killed, " + restarts.size() + " times the broker";
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
