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
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every process of the system is killed, again and again, while keyed asynchronous requests come: nothing that was accepted is lost, nothing is
 * executed twice. {@code -Dkill.requests=10000 -Dkill.seed=N} for the long form, and to run one again; {@code -Dkill.broker=embedded} for a
 * coordinator that is its own broker.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class DurableKillIT {
    private static final int REQUESTS = Integer.getInteger("kill.requests", 600);
    private static final long SEED = Long.getLong("kill.seed", 7);
    private static final boolean EMBEDDED = "embedded".equals(System.getProperty("kill.broker"));
    private static final int BLOWS = Math.max(5, REQUESTS / 150);
    private static final int CALLERS = 8;
    private static final Duration END_LIMIT = Duration.ofMinutes(4);
    private static final Set<String> FINAL = Set.of("completed", "failed", "expired", "cancelled");

    /** Stories of a failure that are told. */
    private static final int TOLD = 5;

    /** How one ended; of ten thousand no more is kept. */
    private record End(String id, boolean completed, boolean agentLost) {
        static End of(JsonNode status) {
            return new End(
                    status.path("request_id").asText(),
                    status.path("status").asText().equals("completed"),
                    status.path("problem").path("type").asText().endsWith("/agent-lost"));
        }
    }

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
        postgres = new PostgresServer(directory.resolve("database"));
        List<String> all = new ArrayList<>(
                List.of("--port", Integer.toString(Processes.freePort()), "--data-dir", processes.path("data")));
        if (!EMBEDDED) {
            broker = new ExternalBroker(directory.resolve("broker"), settings -> settings);
            Collections.addAll(all, broker.options());
        }
        Collections.addAll(all, postgres.options("kill"));
        options = all.toArray(String[]::new);
        coordinator = processes.coordinator(options);
        url = coordinator.url();
        agents = new RunningProcess[] {agent("one"), agent("two")};
        blows.add(new Blow("coordinator", this::killCoordinator));
        if (!EMBEDDED) {
            blows.add(new Blow("broker", this::killBroker));
        }
        blows.add(new Blow("database", this::killDatabase));
        blows.add(new Blow("agent one", () -> killAgent(0)));
        blows.add(new Blow("agent two", () -> killAgent(1)));
    }

    @AfterEach
    void stop() throws Exception {
        processes.close();
        if (broker != null) {
            broker.close();
        }
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
        Map<Integer, End> ends = new TreeMap<>();
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
    private List<Integer> open(Map<Integer, End> ends) {
        List<Integer> open = new ArrayList<>();
        accepted.forEach((number, id) -> {
            if (!ends.containsKey(number)) {
                Http.Answer answer = Http.get(url + "/api/requests/" + id);
                if (answer.status() == 200
                        && FINAL.contains(answer.json().path("status").asText())) {
                    ends.put(number, End.of(answer.json()));
                } else {
                    open.add(number);
                }
            }
        });
        return open;
    }

    /** Enough to find out what happened. */
    private String story(int number, End end) {
        return "request " + number + ", seen " + target.times(number) + "\nend "
                + Http.get(url + "/api/requests/" + end.id).body() + "\nhops "
                + Http.get(url + "/api/history/" + end.id).json().path("hops");
    }

    private void judge(Map<Integer, End> ends) {
        List<Integer> wrong = new ArrayList<>();
        ends.forEach((number, end) -> {
            if (!right(number, end)) {
                wrong.add(number);
            }
        });
        assertThat(wrong)
                .as(() -> "seed " + SEED + ", blows " + story + "\n"
                        + wrong.stream()
                                .limit(TOLD)
                                .map(number -> story(number, ends.get(number)))
                                .collect(Collectors.joining("\n")))
                .isEmpty();
        System.out.println("seed " + SEED + ": " + ends.size() + " accepted, all ended, "
                + ends.values().stream().filter(End::agentLost).count() + " as agent-lost, none executed twice; "
                + story.size() + " kills");
    }

    private boolean right(int number, End end) {
        int times = target.seen(number);
        return repeatable(number)
                ? end.completed && times > 0
                : times <= 1 && (end.completed ? times == 1 : end.agentLost);
    }
}
