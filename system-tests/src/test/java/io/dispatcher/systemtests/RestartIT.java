package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests while the coordinator is restarted in the middle, on the same port and data directory: callers see the contract's answers or,
 * while nobody listens, a refused or cut connection; agents come back by themselves; the history holds what was answered.
 *
 * <p>2,000 requests are answered in each test; {@code -Drestart.requests=10000} makes it as many.
 */
@Timeout(420)
class RestartIT {
    private static final int REQUESTS = Integer.getInteger("restart.requests", 2_000);
    private static final int CALLERS = 8;
    private static final Set<String> AGENTS = Set.of("one", "two");
    private static final Duration LOAD_LIMIT = Duration.ofSeconds(180);
    private static final Duration RETURN_LIMIT = Duration.ofSeconds(60);
    private static final Duration HISTORY_LIMIT = Duration.ofSeconds(30);

    /** The bound on what a killed process may lose of its history (ARCHITECTURE D9). */
    private static final Duration LOSS = Duration.ofMillis(20);

    @TempDir
    Path directory;

    private Processes processes;
    private CountingTarget target;

    @BeforeEach
    void open() throws IOException {
        processes = new Processes(directory);
        target = new CountingTarget();
    }

    @AfterEach
    void close() {
        processes.close();
        target.close();
    }

    @Test
    void nothingAnsweredIsLostWhenItIsToldToStop() throws IOException {
        Ledger ledger = restart(coordinator -> assertThat(coordinator.stop().code())
                .as(coordinator.described("stopped"))
                .isZero());

        assertThat(ledger.answeredWithoutRecord()).isEmpty();
    }

    @Test
    void onlyTheLastTwentyMillisecondsAreLostWhenItIsKilled() throws IOException {
        Ledger ledger = restart(RunningProcess::kill);

        assertThat(ledger.answeredWithoutRecord(LOSS)).isEmpty();
    }

    /** Half of the requests, the restart, the other half; and what holds however it ended. */
    private Ledger restart(Consumer<RunningProcess> end) throws IOException {
        String[] options = {"--port", Integer.toString(Processes.freePort()), "--data-dir", processes.path("data")};
        RunningProcess first = processes.coordinator(options);
        processes.agent(first, "one", "--address", "127.0.0.1");
        processes.agent(first, "two", "--address", "127.0.0.2");
        try (Callers callers = new Callers(CALLERS, REQUESTS, number -> execute(first, number))) {
            await().atMost(LOAD_LIMIT).until(() -> callers.completed() >= REQUESTS / 2);
            long stopped = System.nanoTime();
            end.accept(first);
            long gone = System.nanoTime();
            RunningProcess second = processes.coordinator(options);
            long ready = System.nanoTime();
            await().atMost(RETURN_LIMIT).until(() -> connected(second).equals(AGENTS));
            await().atMost(LOAD_LIMIT).until(() -> callers.completed() >= REQUESTS);
            Ledger ledger = new Ledger(callers.stop(), target, stopped, gone);
            await().atMost(HISTORY_LIMIT)
                    .pollInterval(500, TimeUnit.MILLISECONDS)
                    .untilAsserted(() -> requireRecords(second, ledger));
            ledger.requireContractAnswers();
            ledger.requireConnectionFailuresOnlyUntil(ready);
            ledger.requireRecordsOfRealRequests();
            return ledger;
        }
    }

    private Http.Answer execute(RunningProcess coordinator, int number) {
        String method = Ledger.post(number) ? "POST" : "GET";
        return Http.post(
                coordinator.url() + "/api/execute",
                "{\"url\": \"" + target.url(number) + "\", \"method\": \"" + method + "\"}");
    }

    private static Set<String> connected(RunningProcess coordinator) {
        Set<String> connected = new HashSet<>();
        for (JsonNode agent : Http.get(coordinator.url() + "/api/agents").json().path("items")) {
            if (agent.path("status").asText().equals("connected")) {
                connected.add(agent.path("agent_id").asText());
            }
        }
        return connected;
    }

    /** The history lacks nothing but what a kill may take. */
    private static void requireRecords(RunningProcess coordinator, Ledger ledger) {
        ledger.read(coordinator);
        assertThat(ledger.answeredWithoutRecord(LOSS)).isEmpty();
    }
}
