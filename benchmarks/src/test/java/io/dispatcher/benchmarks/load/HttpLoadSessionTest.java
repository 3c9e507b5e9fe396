package io.dispatcher.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpLoadSessionTest {
    private static final Duration WINDOW = Duration.ofMillis(200);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong served = new AtomicLong();
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        answer("/right", 200, "right", false);
        answer("/wrong", 500, "broken", false);
        answer("/close", 200, "right", true);
        answer("/accepted", 202, "{\"status\":\"queued\"}", false);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(String path, int status, String body, boolean close) {
        server.createContext(path, exchange -> {
            served.incrementAndGet();
            if (close) {
                exchange.getResponseHeaders().set("Connection", "close");
            }
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    @Test
    void everyRequestIsCountedOnceAsTheServerSawIt() throws IOException {
        LoadResult result = run(HttpExchange.get(server.getAddress(), "/right", 5), 4);

        assertThat(result.errors()).isZero();
        assertThat(result.completed()).isPositive().isEqualTo(served.get());
        assertThat(result.latency().getTotalCount()).isEqualTo(result.completed());
        assertThat(result.inWindow()).isBetween(result.completed() - 4.0, (double) result.completed());
    }

    @Test
    void anAnswerAfterTheWindowCountsWithTheTimeThatLayInIt() {
        assertThat(LoadResult.share(0, 10, 100)).isEqualTo(1);
        assertThat(LoadResult.share(50, 100, 100)).isEqualTo(1);
        assertThat(LoadResult.share(0, 400, 100)).isEqualTo(0.25);
        assertThat(LoadResult.share(-10, 30, 0)).isEqualTo(0.25);
    }

    @Test
    void aSessionIsLoadedAgain() throws IOException {
        try (LoadSession session = new HttpLoadSession(HttpExchange.get(server.getAddress(), "/right", 5), 2)) {
            long first = session.run(WINDOW).completed();
            long second = session.run(WINDOW).completed();

            assertThat(first + second).isEqualTo(served.get());
        }
    }

    @Test
    void aWrongStatusIsAnErrorAndSaidSo() throws IOException {
        LoadResult result = run(HttpExchange.get(server.getAddress(), "/wrong", 6), 1);

        assertThat(result.completed()).isZero();
        assertThat(result.errors()).isEqualTo(served.get());
        assertThat(result.firstError()).isEqualTo("status 500: broken");
    }

    @Test
    void aBodyOfAnotherSizeIsAnError() throws IOException {
        LoadResult result = run(HttpExchange.get(server.getAddress(), "/right", 6), 1);

        assertThat(result.firstError()).isEqualTo("a body of 5 bytes");
    }

    @Test
    void ofRequestsForLaterOnly202Counts() throws IOException {
        InetSocketAddress address = server.getAddress();

        assertThat(run(HttpExchange.accepted(address, "/accepted", "{}", true), 2)
                        .errors())
                .isZero();
        assertThat(run(HttpExchange.accepted(address, "/right", "{}", false), 1).firstError())
                .isEqualTo("status 200: right");
    }

    @Test
    void aMissingMarkerIsAnError() throws IOException {
        HttpExchange exchange = HttpExchange.post(server.getAddress(), "/right", "{}", 1, "\"status_code\":200");

        assertThat(run(exchange, 1).firstError()).startsWith("no \"status_code\":200");
    }

    @Test
    void aServerThatClosesAfterEachAnswerIsConnectedToAgain() throws IOException {
        LoadResult result = run(HttpExchange.get(server.getAddress(), "/close", 5), 2);

        assertThat(result.errors()).isZero();
        assertThat(result.completed()).isGreaterThan(2);
    }

    @Test
    void aServerThatGoesAwayGivesFewErrorsAndNoHang() throws IOException {
        try (LoadSession session = new HttpLoadSession(HttpExchange.get(server.getAddress(), "/right", 5), 3)) {
            session.run(WINDOW);
            server.stop(0);

            LoadResult result = session.run(WINDOW);
            assertThat(result.completed()).isZero();
            assertThat(result.errors()).isBetween(3L, 12L);
        }
    }

    @Test
    void nobodyListeningIsOneLine() {
        InetSocketAddress address = server.getAddress();
        server.stop(0);

        assertThatThrownBy(() -> new HttpLoadSession(HttpExchange.get(address, "/", 1), 1))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot connect to ");
    }

    private static LoadResult run(HttpExchange exchange, int connections) throws IOException {
        try (LoadSession session = new HttpLoadSession(exchange, connections)) {
            return session.run(WINDOW);
        }
    }
}
