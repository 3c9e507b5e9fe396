package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.systemtests.Callers.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is there and does not do its work: one that hangs, and one without room. */
@Timeout(240)
class BrokerTroubleIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration HANGS = Duration.ofSeconds(10);
    private static final int WAIT_SECONDS = 5;

    /** The longest of a request's waits together, and some for a busy machine. */
    private static final Duration BOUND = Duration.ofSeconds(40);

    private static final Set<String> FINAL = Set.of("completed", "failed", "expired");

    @TempDir
    Path directory;

    private final Map<Integer, String> accepted = new ConcurrentHashMap<>();
    private Processes processes;
    private ExternalBroker broker;
    private CountingTarget target;
    private RunningProcess coordinator;

    @BeforeEach
    void open() throws IOException {
        processes = new Processes(directory);
        target = new CountingTarget();
    }

    @AfterEach
    void close() {
        processes.close();
        if (broker != null) {
            broker.close();
        }
        target.close();
    }

    @Test
    void everythingGoesOnAfterTheBrokerHungUnderLoad() {
        start(UnaryOperator.identity());
        try (Callers callers = new Callers(8, Integer.MAX_VALUE, this::request)) {
            await().atMost(LIMIT).until(() -> callers.completed() >= 100 && accepted.size() >= 100);
            broker.pause();
            await().during(HANGS).atMost(HANGS.plusSeconds(30)).until(() -> true);
            assertThat(ready()).isEqualTo(503);
            broker.resume();

            goesOn(callers);
            judge(callers.stop());
        }
    }

    @Test
    void aBrokerWithoutRoomRefusesUntilThereIsRoom() throws Exception {
        Path filler = directory.resolve("filler");
        long usable = Files.getFileStore(directory).getUsableSpace();
        long filling = 1L << 30;
        assertThat(usable)
                .as("bytes free on the disk, which this test fills in part")
                .isGreaterThan(2 * filling);
        String needed = "<min-disk-free>" + (usable - filling / 2);
        start(settings -> settings.replaceFirst("<min-disk-free>[0-9]+", needed));
        try (Callers callers = new Callers(8, Integer.MAX_VALUE, this::request)) {
            await().atMost(LIMIT).until(() -> callers.completed() >= 100 && accepted.size() >= 100);
            assertThat(new ProcessBuilder("fallocate", "-l", Long.toString(filling), filler.toString())
                            .start()
                            .waitFor())
                    .isZero();
            await().atMost(LIMIT).until(() -> ready() == 503);
            assertUnavailable(execute("async"));
            assertUnavailable(execute("sync"));

            Files.delete(filler);
            goesOn(callers);
            judge(callers.stop());
        } finally {
            Files.deleteIfExists(filler);
        }
    }

    private void start(UnaryOperator<String> settings) {
        broker = new ExternalBroker(directory.resolve("broker"), settings);
        coordinator = processes.coordinator(broker.options());
        processes.agent(coordinator, "one", "--address", "127.0.0.1");
        processes.agent(coordinator, "two", "--address", "127.0.0.2");
    }

    /** Every other one is waited for, every other of both must not be executed twice. */
    private Http.Answer request(int number) {
        Http.Answer answer = new ExecuteApi(coordinator)
                .execute(
                        "url",
                        target.url(number),
                        "method",
                        number % 4 < 2 ? "PUT" : "POST",
                        "mode",
                        number % 2 == 0 ? "sync" : "async",
                        "timeout",
                        WAIT_SECONDS);
        if (answer.status() == 202) {
            accepted.put(number, answer.json().path("request_id").asText());
        }
        return answer;
    }

    private Http.Answer execute(String mode) {
        return new ExecuteApi(coordinator)
                .execute("url", target.url(0), "mode", mode, "method", "POST", "timeout", WAIT_SECONDS);
    }

    private void goesOn(Callers callers) {
        await().atMost(LIMIT).until(() -> ready() == 200);
        int answered = callers.completed();
        int taken = accepted.size();
        await().atMost(LIMIT).until(() -> callers.completed() >= answered + 100 && accepted.size() >= taken + 100);
    }

    private void judge(List<Call> calls) {
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.answered()).as(call.toString()).isTrue();
            assertThat(Duration.ofNanos(call.endedNanos() - call.begunNanos()))
                    .as(call.toString())
                    .isLessThan(BOUND);
            assertThat(call.answer().status()).as(call.answer().body()).isIn(200, 202, 502, 503, 504);
            if (call.number() % 4 >= 2) {
                assertThat(target.seen(call.number())).as(call.toString()).isLessThanOrEqualTo(1);
            }
        });
        List<String> open = new ArrayList<>(accepted.values());
        await().atMost(LIMIT).pollInterval(500, TimeUnit.MILLISECONDS).untilAsserted(() -> {
            open.removeIf(id -> FINAL.contains(status(id)));
            assertThat(open).isEmpty();
        });
    }

    private String status(String id) {
        return Http.get(coordinator.url() + "/api/requests/" + id)
                .json()
                .path("status")
                .asText();
    }

    private int ready() {
        return Http.get(coordinator.url() + "/health/ready").status();
    }

    private static void assertUnavailable(Http.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.json().path("type").asText()).endsWith("/unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).as(answer.body()).isPresent();
    }
}
