package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The built-in target on the coordinator's own listeners, and what its server switches change; with the engine that has a thread for each request. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerSwitchesIT {
    private static final int WORKERS = 6;
    private static final int QUEUE = 3;
    private static final int KEPT = 4;

    private Processes processes;
    private RunningProcess coordinator;
    private ScriptedTarget target;
    private ExecuteApi api;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        processes = new Processes(directory);
        target = new ScriptedTarget();
        Path files = Files.createDirectory(directory.resolve("files"));
        Files.writeString(files.resolve("a.txt"), "what it says");
        Files.writeString(files.resolve(".hidden"), "not this");
        coordinator = processes.coordinator(
                "--engine",
                "threadpool",
                "--worker-count",
                Integer.toString(WORKERS),
                "--request-queue-size",
                Integer.toString(QUEUE),
                "--max-keepalive-requests",
                Integer.toString(KEPT),
                "--keepalive-timeout",
                "7",
                "--max-target-length",
                "1024",
                "--server-name",
                "the-lab",
                "--directory",
                files.toString());
        processes.agent(coordinator, "one", "--upstream", "shop=" + target.url(""));
        api = new ExecuteApi(coordinator);
    }

    @AfterAll
    void stop() throws IOException {
        processes.close();
        target.close();
    }

    private Http.Answer get(String path) {
        return Http.get(coordinator.url() + path);
    }

    @Test
    void theBuiltInTargetAnswersOnTheCoordinatorsListeners() throws IOException {
        assertThat(get("/").body()).contains("Hello");
        assertThat(get("/echo/a%20b").body()).isEqualTo("a b");
        assertThat(Http.get(coordinator.url() + "/user-agent", "User-Agent", "me/1")
                        .body())
                .isEqualTo("me/1");
        Http.Answer submitted = Http.send(
                "POST", coordinator.url() + "/submit", "a=b", "Content-Type", "application/x-www-form-urlencoded");
        assertThat(submitted.body()).isEqualTo("a=b");
        assertThat(submitted.headers().firstValue("Content-Type")).hasValue("application/x-www-form-urlencoded");
        assertThat(raw("GET /stream HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .contains("Transfer-Encoding: chunked")
                .containsSubsequence("piece 1 of 5", "\r\n", "piece 2 of 5", "\r\n", "piece 3 of 5", "\r\n0\r\n\r\n");
        Http.Answer page = get("/static/test.html");
        assertThat(page.body()).contains("<h1>");
        String tag = page.headers().firstValue("ETag").orElseThrow();
        assertThat(Http.get(coordinator.url() + "/static/test.html", "If-None-Match", tag)
                        .status())
                .isEqualTo(304);
        assertThat(Http.get(coordinator.url() + "/static/test.html", "Range", "bytes=0-3")
                        .status())
                .isEqualTo(206);
        for (String path : List.of("/", "/stream", "/echo/a", "/user-agent", "/static/test.html", "/files/a.txt")) {
            Http.Answer head = Http.send("HEAD", coordinator.url() + path, "");
            assertThat(head.status()).as(path).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            Http.Answer deleted = Http.send("DELETE", coordinator.url() + path, "");
            assertThat(deleted.status()).as(path).isEqualTo(405);
            assertThat(deleted.headers().firstValue("Allow").orElse(""))
                    .as(path)
                    .contains("GET");
        }
        assertThat(Http.send("BREW", coordinator.url() + "/", "").status()).isEqualTo(501);
    }

    @Test
    void filesAreReadAndStoredInTheirDirectoryAndNowhereElse() {
        assertThat(get("/files/a.txt").body()).isEqualTo("what it says");
        assertThat(Http.send("POST", coordinator.url() + "/files/b.bin", "more").status())
                .isEqualTo(201);
        assertThat(get("/files/b.bin").body()).isEqualTo("more");
        assertThat(get("/files/none").status()).isEqualTo(404);
        for (String name : List.of(".hidden", "..%2Fa.txt", "%2e%2e%2fa.txt", "a%5Cb", "")) {
            assertThat(get("/files/" + name).status()).as(name).isIn(400, 404);
            assertThat(Http.send("POST", coordinator.url() + "/files/" + name, "x")
                            .status())
                    .as(name)
                    .isIn(400, 404, 405);
        }
    }

    @Test
    void aConnectionIsKeptForSoManyRequestsAndSaysSo() throws IOException {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < KEPT + 2; i++) {
            requests.append("GET /echo/").append(i).append(" HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        String all = raw(requests.toString());
        assertThat(all.split("HTTP/1.1 200", -1)).hasSize(KEPT + 1);
        assertThat(all)
                .containsSubsequence(
                        "Keep-Alive: timeout=7, max=3", "Keep-Alive: timeout=7, max=2", "Connection: close");
        assertThat(all).contains("Connection: keep-alive", "Server: the-lab", "Date: ");
    }

    @Test
    void aTargetThatIsTooLongIsRefused() throws IOException {
        assertThat(raw("GET /echo/" + "x".repeat(1000) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(raw("GET /echo/" + "x".repeat(1030) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 414")
                .contains("Server: the-lab", "Date: ");
    }

    @Test
    void theSameHandlersWorkWithAThreadForEachRequest() {
        target.says("/page", "200 OK", "a page".getBytes());
        assertThat(api.answered("url", target.url("/page")).path("body").asText())
                .isEqualTo("a page");
        assertThat(get("/t/shop/page").body()).isEqualTo("a page");
        byte[] large = new byte[300_000];
        target.says("/large", "200 OK", large);
        assertThat(get("/t/shop/large").body()).hasSize(large.length);
        target.on("/mirror", (request, socket) -> socket.getOutputStream()
                .write(("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n" + String.format("%06d", request.body().length))
                        .getBytes()));
        assertThat(Http.send("POST", coordinator.url() + "/t/shop/mirror", "x".repeat(200_000))
                        .body())
                .isEqualTo("200000");
        assertThat(Http.send("POST", coordinator.url() + "/t/shop/mirror", "x".repeat(2_000))
                        .body())
                .isEqualTo("002000");
        assertThat(api.execute("url", "").status()).isEqualTo(400);
        assertThat(get("/_metrics").json().path("engine").asText()).isEqualTo("threadpool");
    }

    @Test
    void whoFindsEveryWorkerBusyAndTheQueueFullIsToldToComeAgain() throws Exception {
        CompletableFuture<Void> open = new CompletableFuture<>();
        target.on("/slow", (request, socket) -> {
            open.join();
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes());
        });
        int before = get("/_metrics").json().path("requests_rejected").asInt();
        ExecutorService callers = Executors.newCachedThreadPool();
        try {
            List<CompletableFuture<Http.Answer>> slow = new ArrayList<>();
            for (int i = 0; i < WORKERS + QUEUE + 4; i++) {
                slow.add(CompletableFuture.supplyAsync(() -> api.execute("url", target.url("/slow")), callers));
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> rejected() - before == 4);
            open.complete(null);
            int refused = 0;
            for (CompletableFuture<Http.Answer> answer : slow) {
                Http.Answer got = answer.get();
                assertThat(got.status()).isIn(200, 503);
                if (got.status() == 503) {
                    refused++;
                    assertThat(got.headers().firstValue("Retry-After")).isPresent();
                }
            }
            assertThat(refused).isEqualTo(4);
            assertThat(get("/metrics").body()).contains("http_dispatcher_http_rejected_total " + (before + 4));
        } finally {
            open.complete(null);
            callers.shutdownNow();
        }
    }

    private int rejected() {
        return get("/_metrics").json().path("requests_rejected").asInt();
    }

    @Test
    void aConnectionTooManyIsToldSo(@TempDir Path directory) throws Exception {
        List<RawSocket> open = new ArrayList<>();
        try (Processes others = new Processes(directory)) {
            RunningProcess limited = others.coordinator("--max-connections", "8");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> connections(limited).path("active").asInt() <= 2);
            for (int i = 0; i < 8; i++) {
                open.add(new RawSocket(limited));
            }
            try (RawSocket more = new RawSocket(limited)) {
                String refused = more.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .readToEnd();
                assertThat(refused).startsWith("HTTP/1.1 503").contains("Retry-After: 1", "/problems/unavailable");
            }
            for (RawSocket one : open) {
                one.close();
            }
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                            Http.get(limited.url() + "/health/live").status())
                    .isEqualTo(200));
            assertThat(connections(limited).path("rejected").asInt()).isPositive();
        } finally {
            for (RawSocket one : open) {
                one.close();
            }
        }
    }

    private static JsonNode connections(RunningProcess of) {
        return Http.get(of.url() + "/_metrics").json().path("connections");
    }

    private String raw(String requests) throws IOException {
        try (RawSocket socket = new RawSocket(URI.create(coordinator.url()))) {
            return socket.send(requests).readToEnd();
        }
    }
}
