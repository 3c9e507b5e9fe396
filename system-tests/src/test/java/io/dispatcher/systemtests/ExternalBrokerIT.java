package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator whose broker is a process of its own, with the settings that are delivered for it. */
@Timeout(240)
class ExternalBrokerIT {
    private static final int REQUESTS = 900;
    private static final int CALLERS = 8;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** What a request may take that was sent just before the broker went, which was away for some seconds. */
    private static final Duration NO_HANG = Duration.ofSeconds(30);

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
    void everythingGoesOnByItselfAfterTheBrokerWasKilledUnderLoadAndStartedAgain() {
        try (ExternalBroker broker = new ExternalBroker(directory.resolve("broker"), UnaryOperator.identity())) {
            RunningProcess coordinator = processes.coordinator(broker.options());
            assertThat(ready(coordinator)).isEqualTo(200);
            processes.agent(coordinator, "one", "--address", "127.0.0.1");
            processes.agent(coordinator, "two", "--address", "127.0.0.2");

            try (Callers callers = new Callers(CALLERS, REQUESTS, number -> execute(coordinator, number))) {
                await().atMost(LIMIT).until(() -> callers.completed() >= REQUESTS / 3);
                long killed = System.nanoTime();
                broker.kill();
                long gone = System.nanoTime();
                await().atMost(Duration.ofSeconds(10)).until(() -> ready(coordinator) == 503);
                assertUnavailable(execute(coordinator, REQUESTS * 100));

                broker.start();
                await().atMost(Duration.ofSeconds(20)).until(() -> ready(coordinator) == 200);
                await().atMost(LIMIT).until(() -> callers.completed() >= REQUESTS);
                judge(coordinator, new Ledger(callers.stop(), target, killed, gone), callers.stop());
            }
        }
    }

    /** Well under the 15 s after which the broker would miss its client. */
    private static final Duration AT_ONCE = Duration.ofSeconds(6);

    @Test
    void whatAKilledCoordinatorHeldIsFreeAtOnce() throws Exception {
        try (ExternalBroker broker = new ExternalBroker(directory.resolve("broker"), UnaryOperator.identity());
                ScriptedTarget slow = new ScriptedTarget()) {
            slow.hangs("/");
            RunningProcess coordinator = processes.coordinator(broker.options());
            processes.agent(coordinator, "one");
            String body = ExecuteApi.body("url", slow.url("/"), "method", "POST", "timeout", 100, "mode", "async");
            Http.Answer accepted = Http.post(coordinator.url() + "/api/execute", body);
            assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
            await().atMost(LIMIT).until(() -> slow.seen("/").size() == 1);
            try (JmsClient other = broker.client()) {
                coordinator.kill();
                assertThat(other.take("dispatcher.agent.one", AT_ONCE)).isNotNull();
            }
        }
    }

    private void judge(RunningProcess coordinator, Ledger ledger, List<Callers.Call> calls) {
        await().atMost(LIMIT).pollInterval(500, TimeUnit.MILLISECONDS).until(() -> {
            ledger.read(coordinator);
            return ledger.answeredWithoutRecord().isEmpty();
        });
        ledger.requireContractAnswers();
        ledger.requireOneExecutionOfPosts();
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.answered()).as(call.toString()).isTrue();
            assertThat(Duration.ofNanos(call.endedNanos() - call.begunNanos()))
                    .as(call.toString())
                    .isLessThan(NO_HANG);
            if (call.answer().status() == 503) {
                assertUnavailable(call.answer());
            }
        });
    }

    private static void assertUnavailable(Http.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.json().path("type").asText()).endsWith("/unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).as(answer.body()).isPresent();
    }

    @Test
    void aBrokerThatCannotBeUsedEndsTheStartWithOneLineThatSaysWhatToChange() {
        UnaryOperator<String> wrong =
                settings -> settings.replace("<address-full-policy>FAIL", "<address-full-policy>BLOCK")
                        .replaceFirst("<auto-delete-queues>false", "<auto-delete-queues>true");
        try (ExternalBroker broker = new ExternalBroker(directory.resolve("broker"), wrong)) {
            assertThat(refused(broker.options("not the password")))
                    .contains("--broker-password-file")
                    .contains(broker.url());
            assertThat(refused(broker.options()))
                    .contains(broker.url())
                    .contains("address-full-policy of dispatcher.agent.* is BLOCK and must be FAIL")
                    .contains("server-config/broker.xml");
        }
    }

    private String refused(String... options) {
        FinishedProcess ended = processes.startCoordinator(options).awaitEnd(LIMIT);
        assertThat(ended.code()).as(ended.err()).isEqualTo(3);
        assertThat(ended.err().lines()).as(ended.err()).hasSize(1);
        assertThat(ended.out()).doesNotContain("dispatcher ready");
        return ended.err();
    }

    private Http.Answer execute(RunningProcess coordinator, int number) {
        String method = Ledger.post(number) ? "POST" : "GET";
        return new ExecuteApi(coordinator).execute("url", target.url(number), "method", method);
    }

    private static int ready(RunningProcess coordinator) {
        return Http.get(coordinator.url() + "/health/ready").status();
    }
}
