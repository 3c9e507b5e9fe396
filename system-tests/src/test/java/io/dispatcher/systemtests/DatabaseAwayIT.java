package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.systemtests.Callers.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The database goes while all kinds of requests come, and comes back: {@code -Daway.seconds=60} for the long form. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class DatabaseAwayIT {
    private static final int AWAY_SECONDS = Integer.getInteger("away.seconds", 8);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration CATCH_UP = Duration.ofSeconds(60 + 2L * AWAY_SECONDS);

    /** Of requests that are long overdue when the database is back, in the long form. */
    private static final int TIMEOUT_SECONDS = 10;

    private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    private final Map<Integer, String> accepted = new ConcurrentHashMap<>();
    private Processes processes;
    private PostgresServer postgres;
    private CountingTarget target;
    private RunningProcess coordinator;

    @BeforeEach
    void start() throws IOException {
        processes = new Processes(directory);
        target = new CountingTarget();
        postgres = new PostgresServer(directory.resolve("database"));
        coordinator = processes.coordinator(postgres.options("away"));
        processes.agent(coordinator, "one");
    }

    @AfterEach
    void stop() throws IOException {
        processes.close();
        postgres.close();
        target.close();
    }

    @Test
    void unkeyedRequestsGoOnKeyedOnesAreRefusedAndNothingIsLost() throws IOException {
        CountDownLatch away = new CountDownLatch(1);
        try (ScriptedTarget slow = new ScriptedTarget();
                Callers callers = new Callers(6, Integer.MAX_VALUE, this::request)) {
            slow.on("/", (request, socket) -> {
                away.await();
                socket.getOutputStream().write(OK);
            });
            await().atMost(LIMIT).until(() -> callers.completed() >= 150 && accepted.size() >= 150);
            Http.Answer between = keyed("between", slow.url("/"));
            assertThat(between.status()).as(between.body()).isEqualTo(202);
            await().atMost(LIMIT).until(() -> slow.seen("/").size() == 1);
            postgres.kill();
            long gone = System.nanoTime();
            await().atMost(LIMIT).until(() -> ready() == 503);
            away.countDown();
            assertRefusals();
            int before = callers.completed();
            int acceptedBefore = accepted.size();
            await().atMost(Duration.ofSeconds(AWAY_SECONDS + 60L))
                    .until(() -> System.nanoTime() - gone > TimeUnit.SECONDS.toNanos(AWAY_SECONDS)
                            && callers.completed() >= before + 150
                            && accepted.size() >= acceptedBefore + 150);
            assertRefusals();
            long lag = lag();

            postgres.start();
            await().atMost(LIMIT).until(() -> ready() == 200);
            long back = System.nanoTime();
            int after = accepted.size();
            await().atMost(LIMIT).until(() -> accepted.size() >= after + 50);
            assertThat(keyed("after", target.url(0)).status()).isEqualTo(202);
            List<Call> calls = callers.stop();
            judge(calls);
            assertReplayed(between, keyed("between", slow.url("/")));
            System.out.println("database away for " + TimeUnit.NANOSECONDS.toSeconds(back - gone) + " s: "
                    + (calls.size() - accepted.size()) + " answered, " + accepted.size() + " accepted, "
                    + (lag + " records on their way before its return, none "
                            + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - back) + " ms after it"));
        }
    }

    /** Every other one is waited for. */
    private Http.Answer request(int number) {
        String method = number % 4 < 2 ? "GET" : "POST";
        if (number % 2 == 0) {
            return new ExecuteApi(coordinator).execute("url", target.url(number), "method", method);
        }
        Http.Answer answer = new ExecuteApi(coordinator)
                .execute("url", target.url(number), "method", method, "mode", "async", "timeout", TIMEOUT_SECONDS);
        if (answer.status() == 202) {
            accepted.put(number, answer.json().path("request_id").asText());
        }
        return answer;
    }

    private Http.Answer keyed(String key, String url) {
        String body = ExecuteApi.body("url", url, "method", "POST", "mode", "async", "timeout", TIMEOUT_SECONDS);
        return Http.post(coordinator.url() + "/api/execute", body, "Idempotency-Key", key);
    }

    /** It ended while the database was away. */
    private void assertReplayed(Http.Answer first, Http.Answer again) {
        assertThat(again.status()).as(again.body()).isEqualTo(202);
        assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        String id = first.json().path("request_id").asText();
        assertThat(again.json().path("request_id").asText()).isEqualTo(id);
        await().atMost(CATCH_UP).until(() -> completed(id));
    }

    private void assertRefusals() {
        assertUnavailable(keyed(UUID.randomUUID().toString(), target.url(0)));
        String someone = accepted.values().iterator().next();
        assertUnavailable(Http.get(coordinator.url() + "/api/requests/" + someone));
        assertUnavailable(Http.get(coordinator.url() + "/api/history"));
    }

    private static void assertUnavailable(Http.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.json().path("type").asText()).endsWith("/unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).as(answer.body()).isPresent();
    }

    private int ready() {
        return Http.get(coordinator.url() + "/health/ready").status();
    }

    private long lag() {
        return Http.get(coordinator.url() + "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("http_dispatcher_history_lag "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** Everybody was answered as if nothing had been, and everything is there. */
    private void judge(List<Call> calls) {
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.answered()).as(call.toString()).isTrue();
            assertThat(call.answer().status()).as(call.answer().body()).isEqualTo(call.number() % 2 == 0 ? 200 : 202);
        });
        List<String> open = new ArrayList<>(accepted.values());
        await().atMost(CATCH_UP).pollInterval(500, TimeUnit.MILLISECONDS).untilAsserted(() -> {
            open.removeIf(this::completed);
            assertThat(open).isEmpty();
        });
        await().atMost(CATCH_UP).pollInterval(500, TimeUnit.MILLISECONDS).until(() -> lag() == 0);
        calls.stream()
                .map(call -> call.answer().json().path("request_id").asText())
                .forEach(id -> assertThat(Http.get(coordinator.url() + "/api/history/" + id)
                                .status())
                        .as("the record of " + id)
                        .isEqualTo(200));
        accepted.keySet().forEach(number -> assertThat(target.seen(number)).isEqualTo(1));
        assertThat(Http.get(coordinator.url() + "/metrics").body())
                .containsPattern("http_dispatcher_history_dropped_total 0(\\.0)?\\n");
    }

    private boolean completed(String id) {
        JsonNode status = Http.get(coordinator.url() + "/api/requests/" + id).json();
        assertThat(status.path("status").asText()).as(status.toString()).isIn("queued", "dispatched", "completed");
        return status.path("status").asText().equals("completed");
    }
}
