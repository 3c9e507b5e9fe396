package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests through a tunnel whose upstream breaks off or is slow, whose callers leave, whose agents die and whose broker is restarted: each ends as it
 * should, in time, with its own bytes. {@code -Dtunnel.faults=1000 -Dtunnel.seed=N} for the long form, and to run one again.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class TunnelFaultsCheck {
    private static final int FAULTS = Integer.getInteger("tunnel.faults", 100);
    private static final long SEED = Long.getLong("tunnel.seed", 5);
    private static final int CALLERS = 8;
    private static final List<String> AGENTS = List.of("one", "two", "three");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Of a request that a broker away refused. */
    private static final int MOST_TRIES = 3;

    /** Stories of a failure that are told. */
    private static final int TOLD = 20;

    @TempDir
    Path directory;

    private final Queue<FaultyRequest> requests = new ConcurrentLinkedQueue<>();
    private final AtomicInteger next = new AtomicInteger();
    private Processes processes;
    private ExternalBroker broker;
    private FaultyProcesses faulty;
    private FaultyUpstream upstream;
    private RunningProcess coordinator;

    @BeforeEach
    void start() throws IOException {
        processes = new Processes(directory);
        broker = new ExternalBroker(directory.resolve("broker"), UnaryOperator.identity());
        upstream = new FaultyUpstream();
        coordinator = processes.coordinator(broker.options());
        faulty = new FaultyProcesses(broker, coordinator, AGENTS, this::agent);
        upstream.start(faulty);
    }

    private RunningProcess agent(String id) {
        return processes.agent(
                coordinator, id, "--upstream", "shop=" + upstream.url(id), "--upstream", "away=http://127.0.0.1:1");
    }

    @AfterEach
    void stop() throws IOException {
        faulty.close();
        processes.close();
        broker.close();
        upstream.close();
    }

    @Test
    void everyRequestEndsAsItsFaultSaysInTimeAndWithItsOwnBytes() throws Exception {
        List<FaultPlan> plans = FaultPlan.deal(SEED, FAULTS);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(threads.submit(() -> follow(plans, threads)));
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
            faulty.awaitAll();
        } finally {
            threads.shutdownNow();
        }
        judge();
        await().atMost(LIMIT).untilAsserted(this::assertNothingIsLeft);
    }

    private Void follow(List<FaultPlan> plans, ExecutorService writers) throws Exception {
        try (FaultyCaller caller = new FaultyCaller(coordinator, writers)) {
            for (int i = next.getAndIncrement(); i < plans.size(); i = next.getAndIncrement()) {
                for (int tried = 0; tried < MOST_TRIES && !done(caller, plans.get(i), tried); tried++) {
                    faulty.awaitAll();
                }
            }
        }
        return null;
    }

    /** Sends one. @return false: nothing happened to it, as the broker was away */
    private boolean done(FaultyCaller caller, FaultPlan plan, int tried) throws Exception {
        FaultyRequest request = new FaultyRequest(plan, SEED, tried);
        upstream.expect(request);
        caller.send(request);
        requests.add(request);
        return !request.outcome().equals("503 unavailable");
    }

    private void judge() {
        FaultVerdict verdict = new FaultVerdict(faulty);
        List<String> wrong = requests.stream()
                .filter(request -> !verdict.wrongs(request).isEmpty())
                .map(request -> verdict.wrongs(request) + " " + request)
                .toList();
        System.out.println("seed " + SEED + ": " + faulty + "\n" + ends());
        assertThat(wrong.size())
                .as(() -> "wrong ends, seed " + SEED + ":\n"
                        + wrong.stream().limit(TOLD).collect(Collectors.joining("\n")))
                .isZero();
    }

    private String ends() {
        Map<String, Long> ends = requests.stream()
                .collect(Collectors.groupingBy(
                        request -> request.plan().kind() + " " + request.plan().stage() + " " + request.outcome(),
                        TreeMap::new,
                        Collectors.counting()));
        return ends.entrySet().stream()
                .map(end -> end.getValue() + " " + end.getKey())
                .collect(Collectors.joining("\n"));
    }

    private void assertNothingIsLeft() {
        assertThat(upstream.open()).as("requests at the upstream").isZero();
        JsonNode upstreams = Http.get(coordinator.url() + "/api/upstreams").json();
        assertThat(upstreams.path("items")).hasSize(2).allSatisfy(item -> {
            assertThat(item.path("in_flight").asInt()).as(upstreams.toString()).isZero();
            assertThat(item.path("waiting").asInt()).as(upstreams.toString()).isZero();
        });
        JsonNode stats = Http.get(coordinator.url() + "/api/stats").json();
        assertThat(stats.at("/queue/depth").asInt()).as(stats.toString()).isZero();
        assertThat(stats.at("/agents/connected").asInt()).as(stats.toString()).isEqualTo(AGENTS.size());
        assertThat(Footprint.of(coordinator).instances())
                .containsEntry("io.dispatcher.dispatch.AgentLane", (long) AGENTS.size())
                .containsEntry("io.dispatcher.tunnel.rest.TunnelExchange", 0L)
                .containsEntry("io.dispatcher.tunnel.rest.Upload", 0L);
    }
}
