package io.dispatcher.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.agents.selection.SelectionStrategy;
import io.dispatcher.dispatch.BodyRoom;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.protocol.egress.EgressPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectExchangesTest {
    private static final int ALL_THREADS = 64;

    /** Takes connections and never says anything. */
    private ServerSocket silent;

    private DirectExchanges exchanges;

    private final BodyRoom answers = new BodyRoom(1_000_000);

    @BeforeEach
    void start() throws IOException {
        silent = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        exchanges = new DirectExchanges(
                new EgressPolicy(List.of("127.0.0.0/8"), List.of(), List.of()),
                () -> null,
                List.of(),
                InstantSource.system(),
                () -> false,
                answers);
    }

    @AfterEach
    void stop() throws IOException {
        silent.close();
        exchanges.close();
    }

    private CompletableFuture<DispatchRecord> begun(double timeout, double ttl) throws InvalidRequestException {
        ExecuteRequest request = new ExecuteRequestParser(SelectionStrategy.ROUND_ROBIN, 1_000_000)
                .parse(("{\"url\": \"http://127.0.0.1:" + silent.getLocalPort() + "/\", \"timeout\": " + timeout
                                + ", \"ttl\": " + ttl + "}")
                        .getBytes(StandardCharsets.UTF_8));
        CompletableFuture<DispatchRecord> story = new CompletableFuture<>();
        exchanges.begin(request, DispatchKind.PROXY, null, null, story::complete);
        return story;
    }

    private static FailureType failure(CompletableFuture<DispatchRecord> story) {
        return Objects.requireNonNull(story.join().failure()).type();
    }

    @Test
    void whatFindsNoThreadExpiresWhileOthersHang() throws Exception {
        List<CompletableFuture<DispatchRecord>> hanging = new ArrayList<>();
        for (int i = 0; i < ALL_THREADS; i++) {
            hanging.add(begun(20, 20));
        }
        CompletableFuture<DispatchRecord> waiting = begun(20, 0.2);
        await().atMost(Duration.ofSeconds(10)).until(waiting::isDone);
        assertThat(failure(waiting)).isEqualTo(FailureType.EXPIRED);
        assertThat(hanging).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void aSilentTargetIsGivenUpAtItsTimeout() throws Exception {
        CompletableFuture<DispatchRecord> story = begun(0.2, 20);
        await().atMost(Duration.ofSeconds(10)).until(story::isDone);
        assertThat(failure(story)).isEqualTo(FailureType.TARGET_TIMEOUT);
    }

    @Test
    void aLargeAnswerWaitsForMemoryAndGivesItBack() throws Exception {
        CompletableFuture<DispatchRecord> early = begun(20, 20);
        answer(200_000);
        await().atMost(Duration.ofSeconds(10)).until(early::isDone);
        assertThat(early.join().response().body()).hasSize(200_000);
        await().atMost(Duration.ofSeconds(10)).until(() -> answers.used() == 0);

        BodyRoom.Place taken = answers.occupy(900_000);
        CompletableFuture<DispatchRecord> story = begun(20, 20);
        answer(200_000);
        await().atMost(Duration.ofSeconds(10)).until(() -> answers.waiting() == 1);
        assertThat(story).isNotDone();
        taken.leave();
        await().atMost(Duration.ofSeconds(10)).until(story::isDone);
        assertThat(story.join().response().body()).hasSize(200_000);
    }

    @Test
    void aShortAnswerOfUnsaidLengthTakesNoRoomForALongOne() throws Exception {
        answers.occupy(900_000);
        CompletableFuture<DispatchRecord> story = begun(20, 20);
        answer("", 200_000);
        await().atMost(Duration.ofSeconds(10)).until(story::isDone);

        assertThat(story.join().response().body()).hasSize(200_000);
    }

    @Test
    void aLongAnswerOfUnsaidLengthWaitsForMemory() throws Exception {
        BodyRoom.Place taken = answers.occupy(900_000);
        CompletableFuture<DispatchRecord> story = begun(20, 20);
        answer("", 300_000);
        await().atMost(Duration.ofSeconds(10)).until(() -> answers.waiting() == 1);
        taken.leave();
        await().atMost(Duration.ofSeconds(10)).until(story::isDone);
        assertThat(story.join().response().body()).hasSize(300_000);
    }

    @Test
    void anAnswerThatFindsNoMemoryInTimeIsATimeOut() throws Exception {
        answers.occupy(900_000);
        CompletableFuture<DispatchRecord> story = begun(0.5, 20);
        answer(200_000);
        await().atMost(Duration.ofSeconds(10)).until(story::isDone);

        assertThat(failure(story)).isEqualTo(FailureType.TARGET_TIMEOUT);
        await().atMost(Duration.ofSeconds(10)).until(() -> answers.waiting() == 0);
    }

    /** To the next who connects. */
    private void answer(int bytes) throws IOException {
        answer("Content-Length: " + bytes + "\r\n", bytes);
    }

    private void answer(String length, int bytes) throws IOException {
        Socket caller = silent.accept();
        Thread thread = new Thread(() -> {
            try (caller) {
                OutputStream out = caller.getOutputStream();
                out.write(("HTTP/1.1 200 OK\r\n" + length + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(new byte[bytes]);
                caller.shutdownOutput();
                caller.getInputStream().readAllBytes();
            } catch (IOException e) {
                // It gave up, as one of the tests wants.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
