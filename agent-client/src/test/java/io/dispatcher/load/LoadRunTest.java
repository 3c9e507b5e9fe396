package io.dispatcher.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LoadRunTest {
    private final AtomicInteger seen = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                int number = seen.incrementAndGet();
                boolean stalls = exchange.getRequestURI().getPath().equals("/stall") && number == 20;
                if (stalls) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(400));
                }
                boolean bad = exchange.getRequestURI().getPath().equals("/bad");
                exchange.sendResponseHeaders(bad ? 500 : 200, 2);
                exchange.getResponseBody().write(new byte[] {'o', 'k'});
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private LoadPlan plan(String path, int connections, boolean keepAlive, int depth, double rate) {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        return new LoadPlan(
                uri, "GET", List.of(), new byte[0], connections, Duration.ofMillis(500), keepAlive, depth, rate, 0);
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "true, 4", "false, 1"})
    void every_request_is_answered_and_counted(boolean keepAlive, int depth) throws IOException {
        LoadResult result = LoadRun.of(plan("/", 4, keepAlive, depth, 0), now -> {});
        assertThat(result.errors()).isEmpty();
        assertThat(result.requests()).isPositive().isEqualTo(seen.get());
        assertThat(result.bytes()).isEqualTo(2 * result.requests());
        assertThat(result.rps()).isPositive();
        assertThat(result.percentile(50)).isPositive().isLessThanOrEqualTo(result.maxMillis());
    }

    @Test
    void a_rate_is_kept() throws IOException {
        LoadResult result = LoadRun.of(plan("/", 4, true, 1, 200), now -> {});
        assertThat(result.requests()).isBetween(99L, 101L);
    }

    @Test
    void what_a_stall_holds_up_counts_from_when_it_was_due() throws IOException {
        // One connection: behind the one request that takes 400 ms, dozens are late.
        LoadResult result = LoadRun.of(plan("/stall", 1, true, 1, 200), now -> {});
        assertThat(result.percentile(80)).isGreaterThan(50);
    }

    @Test
    void answers_from_400_on_are_errors() throws IOException {
        LoadResult result = LoadRun.of(plan("/bad", 2, true, 1, 0), now -> {});
        assertThat(result.errorRate()).isEqualTo(1);
        assertThat(result.errors()).containsKey("status 500");
        assertThat(result.statuses()).containsKey("5xx");
    }

    @Test
    void where_nobody_listens_is_said_at_once() {
        LoadPlan nobody = plan("/", 1, true, 1, 0).to(URI.create("http://127.0.0.1:1/"));
        assertThatThrownBy(() -> LoadRun.of(nobody, now -> {})).isInstanceOf(IOException.class);
    }
}
