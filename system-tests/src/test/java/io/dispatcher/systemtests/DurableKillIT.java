package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every process of the system is killed, again and again, while keyed asynchronous requests come: nothing that was accepted is lost, nothing is
 * executed twice. {@code -Dkill.requests=10000 -Dkill.seed=N} for the long form, and to run one again.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class DurableKillIT {
    private static final int REQUESTS = Integer.getInteger("kill.requests", 600);
    private static final long SEED = Long.getLong("kill.seed", 7);
    private static final int BLOWS = Math.max(5, REQUESTS / 150);
    private static final int CALLERS = 8;
    private static final Duration END_LIMIT = Duration.ofMinutes(4);
    private static final Set<String> FINAL = Set.of("completed", "failed", "expired", "cancelled");

    /** A kill and the return. */
    private record Blow(String name, Runnable action) {}

    @TempDir
    Path directory;

    private final RandomGenerator random = new SplittableRandom(SEED);
    private final Map<Integer, String> accepted = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Blow> blows = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private Processes processes;
    private ExternalBroker broker;
    private PostgresServer postgres;
    private CountingTarget target;
    private String[] options;
    private String url;
    private RunningProcess coordinator;
    private RunningProcess[] agents;

    @BeforeEach
    void start() throws Exception {
        processes = new Processes(directory);
        target = new CountingTarget();
        broker = new ExternalBroker(directory.resolve("broker"), settings -> settings);
        postgres = new PostgresServer(directory.resolve("database"));
        List<String> all = new ArrayList<>(
                List.of("--port", Integer.toString(Processes.freePort()), "--data-dir", processes.path("data")));
        Collections.addAll(all, broker.options());
        Collections.addAll(all, postgres.options("kill"));
        options = all.toArray(String[]::new);
        coordinator = processes.coordinator(options);
        url = coordinator.url();
        agents = new RunningProcess[] {agent("one"), agent("two")};
        blows.add(new Blow("coordinator", this::killCoordinator));
        blows.add(new Blow("broker", this::killBroker));
        blows.add(new Blow("database", this::killDatabase));
        blows.add(new Blow("agent one", () -> killAgent(0)));
        blows.add(new Blow("agent two", () -> killAgent(1)));
    }

    @AfterEach
    void stop() throws Exception {
        processes.close();
        broker.close();
        postgres.close();
        target.close();
    }

    private RunningProcess agent(String id) {
        return processes.agent(coordinator, id);
    }

    private void killCoordinator() {
        coordinator.kill();
        pause(200);
        coordinator = processes.coordinator(options);
    }

    private void killBroker() {
        broker.kill();
        pause(1_500);
        broker.start();
    }

    private void killDatabase() {
        postgres.kill();
        pause(1_500);
        postgres.start();
    }

    private void killAgent(int which) {
        String id = which == 0 ? "one" : "two";
        agents[which].kill();
        pause(3_000);
        agents[which] = agent(id);
    }

    /** Up to so many milliseconds, as the seed says. */
    private void pause(int most) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(most)));
    }

    /** Every third may be done again, the others must not. */
    private static boolean repeatable(int number) {
        return number % 3 == 0;
    }

    /** One request until it is accepted: under its key it can be sent again. */
    private void sendUntilAccepted(int number) {
        String body = ExecuteApi.body(
                "url", target.url(number), "method", repeatable(number) ? "PUT" : "POST", "ttl", 600, "timeout", 20);
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Http.Answer answer = Http.post(
                        url + "/api/execute", body, "Prefer", "respond-async", "Idempotency-Key", "key-" + number);
                if (answer.status() == 202) {
                    accepted.put(number, answer.json().path("request_id").asText());
                    return;
                }
                assertThat(answer.status()).as(answer.body()).isIn(409, 503);
            } catch (UncheckedIOException e) {
                // Nobody listens now, or it was killed while it answered.
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    @Test
    void nothingAcceptedIsLostAndNothingIsExecutedTwice() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                all.add(callers.submit(() -> {
                    for (int n = numbers.getAndIncrement(); n < REQUESTS; n = numbers.getAndIncrement()) {
                        sendUntilAccepted(n);
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                    }
                }));
            }
            strike();
            for (Future<?> caller : all) {
                caller.get(10, TimeUnit.MINUTES);
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(accepted).hasSize(REQUESTS);
        Map<Integer, JsonNode> ends = new TreeMap<>();
        await().atMost(END_LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(open(ends)).as("still open").isEmpty());
        judge(ends);
    }

    /** Each process at least once, in an order and at moments that the seed says. */
    private void strike() {
        List<Blow> round = new ArrayList<>();
        for (int i = 0; i < BLOWS; i++) {
            if (round.isEmpty()) {
                round.addAll(blows);
            }
            pause(1_500);
            Blow blow = round.remove(random.nextInt(round.size()));
            Instant begun = Instant.now();
            blow.action.run();
            story.add(blow.name + " from " + begun + " to " + Instant.now());
        }
    }

    /** Those that have not ended; the ends of the others are put into the map. */
    private List<Integer> open(Map<Integer, JsonNode> ends) {
        List<Integer> open = new ArrayList<>();
        accepted.forEach((number, id) -> {
            if (!ends.containsKey(number)) {
                Http.Answer answer = Http.get(url + "/api/requests/" + id);
                if (answer.status() == 200
                        && FINAL.contains(answer.json().path("status").asText())) {
                    ends.put(number, answer.json());
                } else {
                    open.add(number);
                }
            }
        });
        return open;
    }

    /** Enough to find out what happened. */
    private String story(int number, JsonNode end) {
        String id = end.path("request_id").asText();
        return "seed " + SEED + ", request " + number + ", seen " + target.times(number) + "\nend " + end + "\nhops "
                + Http.get(url + "/api/history/" + id).json().path("hops") + "\nblows " + story;
    }

    private void judge(Map<Integer, JsonNode> ends) {
        int lost = 0;
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<Integer, JsonNode> end : ends.entrySet()) {
            int number = end.getKey();
            int times = target.seen(number);
            boolean completed = end.getValue().path("status").asText().equals("completed");
            boolean agentLost =
                    end.getValue().path("problem").path("type").asText().endsWith("/agent-lost");
            boolean right =
                    repeatable(number) ? completed && times > 0 : times <= 1 && (completed ? times == 1 : agentLost);
            if (!right) {
                wrong.add(story(number, end.getValue()));
            }
            lost += completed ? 0 : 1;
        }
        assertThat(wrong).isEmpty();
        System.out.println("seed " + SEED + ": " + ends.size() + " accepted, all ended, " + lost
                + " as agent-lost, none executed twice");
    }
}
