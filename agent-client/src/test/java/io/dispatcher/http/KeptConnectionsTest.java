package io.dispatcher.http;

import static io.dispatcher.http.Exchanges.get;
import static io.dispatcher.http.Exchanges.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.http.Exchanges.Result;
import io.dispatcher.work.RunningWork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A target may close a kept connection whenever it likes; whoever asked need not know, unless the request may have been done. */
class KeptConnectionsTest {
    @TempDir
    static Path directory;

    private static Exchanges exchanges;

    @BeforeAll
    static void start() {
        exchanges = new Exchanges(directory);
    }

    @AfterAll
    static void stop() {
        exchanges.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS"})
    void whatMayBeDoneTwiceIsSentAgainOverANewConnection(String method) throws Exception {
        try (DroppingTarget target = new DroppingTarget()) {
            for (int i = 0; i < 200 && target.dropped().size() < 3; i++) {
                Result result = exchanges.run(order(method, target.url("/" + i), List.of()));
                assertThat(result.reply().failure()).isNull();
                assertThat(result.reply().statusCode()).isEqualTo(200);
            }
            assertThat(target.dropped()).hasSizeGreaterThanOrEqualTo(3).allMatch(line -> target.answered()
                    .contains(line));
        }
    }

    @Test
    void whatMayNotIsSentOnceAndToldAsAFailure() throws Exception {
        try (DroppingTarget target = new DroppingTarget()) {
            AtomicInteger number = new AtomicInteger();
            await().until(() -> exchanges
                    .run(order("POST", target.url("/" + number.incrementAndGet()), List.of()))
                    .failure()
                    .equals("target-io"));
            assertThat(target.dropped()).containsExactly("POST /" + number + " HTTP/1.1");
            assertThat(target.answered()).doesNotContain("POST /" + number + " HTTP/1.1");
        }
    }

    @Test
    void thatAllKeptConnectionsAreClosedDoesNotMatter() throws Exception {
        try (DroppingTarget target = new DroppingTarget()) {
            List<CompletableFuture<Result>> together = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                together.add(exchanges.begin(get(target.url("/kept")), new byte[0], new RunningWork[1]));
            }
            for (CompletableFuture<Result> one : together) {
                assertThat(one.get(15, TimeUnit.SECONDS).failure()).isEmpty();
            }
            for (int i = 0; i < 20; i++) {
                assertThat(exchanges.run(get(target.url("/after"))).failure()).isEmpty();
            }
        }
    }

    @Test
    void aTargetThatClosesAfterEachAnswerWithoutSayingSoIsNoFailure() throws Exception {
        try (RawTarget target = RawTarget.saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            for (int i = 0; i < 500; i++) {
                assertThat(exchanges.run(get(target.url())).reply().failure()).isNull();
            }
        }
    }

    @Test
    void aNewConnectionThatIsClosedUnansweredIsNotTriedAgain() throws Exception {
        try (RawTarget target = RawTarget.saying("")) {
            assertThat(exchanges.run(get(target.url())).failure()).isEqualTo("target-io");
            assertThat(target.heads()).hasSize(1);
        }
    }
}
