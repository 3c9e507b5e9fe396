package io.dispatcher.target;

import static io.dispatcher.target.RawSocket.body;
import static io.dispatcher.target.RawSocket.exchange;
import static io.dispatcher.target.RawSocket.request;
import static io.dispatcher.target.RawSocket.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetServerTest {
    @TempDir
    Path root;

    private Path directory;
    private TargetServer server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        directory = Files.createDirectory(root.resolve("served"));
        server = new TargetServer(new TargetSettings("127.0.0.1", 0, directory));
        server.start();
        port = server.port();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theRootSaysHello() throws IOException {
        String answer = request(port, "GET", "/");

        assertThat(status(answer)).isEqualTo(200);
        assertThat(answer).contains("Content-Type: text/plain\r\n");
        assertThat(body(answer)).contains("Hello");
    }

    @Test
    void streamSendsAtLeastThreeChunks() throws IOException {
        String answer = request(port, "GET", "/stream");

        assertThat(answer).contains("Transfer-Encoding: chunked").endsWith("0\r\n\r\n");
        assertThat(body(answer).split("chunk \\d")).hasSizeGreaterThan(3);
    }

    @Test
    void submitEchoesBytesAndType() throws IOException {
        String answer = exchange(
                port,
                "POST /submit HTTP/1.1\r\nHost: t\r\nConnection: close\r\nContent-Type: x/y\r\nContent-Length: 3\r\n\r\n\0\u00ff\n");

        assertThat(answer).contains("Content-Type: x/y\r\n").contains("Content-Length: 3\r\n");
        assertThat(body(answer)).isEqualTo("\0\u00ff\n");
    }

    @Test
    void submitTakesChunksAndExpectContinue() throws IOException {
        String answer = exchange(
                port,
                "POST /submit HTTP/1.1\r\nHost: t\r\nConnection: close\r\nExpect: 100-continue\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");

        assertThat(answer).endsWith("\r\n\r\nabcde");
    }

    @Test
    void submitRefusesMoreThanItHolds() throws IOException {
        assertThat(status(request(port, "POST", "/submit", "Content-Length: 99999999")))
                .isEqualTo(413);
    }

    @Test
    void submitRefusesMoreThanItHoldsAlsoWithoutALength() throws Exception {
        HttpRequest tooMuch = HttpRequest.newBuilder(URI.create(server.url() + "/submit"))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new RandomBytes(17L << 20)))
                .build();
        // Who still sends when the connection is closed may lose the answer by the reset (RFC 9112, section 9.6).
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(HttpClient.newHttpClient()
                                .send(tooMuch, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(413));
    }

    @ParameterizedTest
    @CsvSource({"/echo/abc,abc", "/echo/a%20b,a b", "/echo/a/b,a/b", "/echo/,''", "/static/test.html,<!DOCTYPE html>"})
    void plainRoutesAnswer(String path, String expected) throws IOException {
        String answer = request(port, "GET", path);

        assertThat(status(answer)).isEqualTo(200);
        assertThat(body(answer)).startsWith(expected);
    }

    @Test
    void userAgentIsEchoed() throws IOException {
        assertThat(body(request(port, "GET", "/user-agent", "User-Agent: foo/1")))
                .isEqualTo("foo/1");
        assertThat(status(request(port, "GET", "/user-agent"))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/stream",
                "/static/test.html",
                "/echo/x",
                "/user-agent",
                "/whoami",
                "/status/200",
                "/bytes/100",
                "/delay/1",
                "/drip",
                "/counts",
                "/files/f"
            })
    void headAnswersAsGetWithoutABody(String path) throws IOException {
        Files.writeString(directory.resolve("f"), "content");

        String head = request(port, "HEAD", path);
        String get = request(port, "GET", path);

        assertThat(status(head)).isEqualTo(200);
        assertThat(body(head)).isEmpty();
        assertThat(header(head, "Content-Type")).isEqualTo(header(get, "Content-Type"));
    }

    private static String header(String answer, String name) {
        return answer.lines()
                .filter(line -> line.startsWith(name + ":"))
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE,/,'GET, HEAD, OPTIONS'",
        "GET,/submit,'OPTIONS, POST'",
        "PUT,/files/x,'GET, HEAD, OPTIONS, POST'"
    })
    void aMethodTheRouteDoesNotHaveIsTold(String method, String path, String allowed) throws IOException {
        String answer = request(port, method, path);

        assertThat(status(answer)).isEqualTo(405);
        assertThat(answer).contains("Allow: " + allowed + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nothing", "/submit"})
    void anUnknownMethodIsNotImplemented(String path) throws IOException {
        assertThat(status(request(port, "BREW", path))).isEqualTo(501);
    }

    @ParameterizedTest
    @CsvSource({
        "/status/418,418",
        "/status/204,204",
        "/status/304,304",
        "/status/99,400",
        "/status/x,400",
        "/nothing,404"
    })
    void statusIsWhatWasAskedFor(String path, int expected) throws IOException {
        assertThat(status(request(port, "GET", path))).isEqualTo(expected);
    }

    @Test
    void bytesAreTheSameEveryTimeAndBounded() throws IOException {
        String first = body(request(port, "GET", "/bytes/200000"));

        assertThat(first).hasSize(200_000).isEqualTo(body(request(port, "GET", "/bytes/200000")));
        assertThat(status(request(port, "GET", "/bytes/67108865"))).isEqualTo(400);
        assertThat(body(request(port, "GET", "/bytes/0"))).isEmpty();
    }

    @Test
    void delayWaitsAndIsBounded() throws IOException {
        long start = System.nanoTime();

        assertThat(status(request(port, "GET", "/delay/150"))).isEqualTo(200);
        assertThat(System.nanoTime() - start).isGreaterThan(140_000_000L);
        assertThat(status(request(port, "GET", "/delay/60001"))).isEqualTo(400);
    }

    @Test
    void dripSendsByteAfterByte() throws IOException {
        long start = System.nanoTime();

        assertThat(body(request(port, "GET", "/drip?bytes=4&interval_ms=50"))).isEqualTo("....");
        assertThat(System.nanoTime() - start).isGreaterThan(140_000_000L);
        assertThat(body(request(port, "GET", "/drip?bytes=5000&interval_ms=0"))).hasSize(5000);
        assertThat(status(request(port, "GET", "/drip?bytes=0"))).isEqualTo(400);
    }

    @Test
    void redirectCountsDownAndEndsWhereItIsTold() throws IOException {
        assertThat(header(request(port, "GET", "/redirect/2?to=http://x/y"), "Location"))
                .isEqualTo("Location: /redirect/1?to=http://x/y");
        assertThat(header(request(port, "GET", "/redirect/1?to=http://x/y"), "Location"))
                .isEqualTo("Location: http://x/y");
        assertThat(status(request(port, "GET", "/redirect/0"))).isEqualTo(200);
        assertThat(request(port, "GET", "/redirect/1?to=a%0d%0aEvil:1")).doesNotContain("Evil");
    }

    @Test
    void whoamiTellsWhatTheTargetSees() throws IOException {
        JsonNode seen = new ObjectMapper().readTree(body(request(port, "GET", "/whoami", "X-A: 1", "X-A: 2")));

        assertThat(seen.path("remote_address").asText()).isEqualTo("127.0.0.1");
        assertThat(seen.path("remote_port").asInt()).isPositive();
        assertThat(seen.path("method").asText()).isEqualTo("GET");
        assertThat(seen.path("headers").path("X-A").toString()).isEqualTo("[\"1\",\"2\"]");
    }

    @Test
    void countsAreByAddressAndCanBeReset() throws IOException {
        request(port, "GET", "/");
        request(port, "GET", "/nothing");

        assertThat(body(request(port, "GET", "/counts")))
                .isEqualTo("{\"total\":2,\"remote_addresses\":{\"127.0.0.1\":2}}");
        assertThat(body(request(port, "POST", "/counts/reset"))).isEqualTo("{\"total\":0,\"remote_addresses\":{}}");
    }

    @Test
    void aFileIsStoredAndReadBack() throws IOException {
        String stored = exchange(
                port, "POST /files/a%20b HTTP/1.1\r\nHost: t\r\nConnection: close\r\nContent-Length: 3\r\n\r\nxyz");

        assertThat(status(stored)).isEqualTo(201);
        assertThat(directory.resolve("a b")).hasContent("xyz");
        String read = request(port, "GET", "/files/a%20b");
        assertThat(read).contains("Content-Type: application/octet-stream\r\n").endsWith("\r\n\r\nxyz");
        assertThat(status(request(port, "GET", "/files/none"))).isEqualTo(404);
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void anUploadThatIsCutOffLeavesNothingBehind() throws IOException {
        exchange(port, "POST /files/half HTTP/1.0\r\nContent-Length: 3\r\n\r\nxyz");
        try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("POST /files/cut HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\nxyz".getBytes());
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }

        org.awaitility.Awaitility.await().untilAsserted(() -> {
            try (var files = Files.list(directory)) {
                assertThat(files).containsExactly(directory.resolve("half"));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/files/../secret",
                "/files/..%2fsecret",
                "/files/%2e%2e/secret",
                "/files/%2e%2e%2fsecret",
                "/files/..%5csecret",
                "/files/sub/inner",
                "/files/link",
                "/files/.hidden",
                "/files/",
                "/files/sub",
                "/files/x%00y",
                "/files//etc/passwd"
            })
    void nothingOutsideTheDirectoryIsRead(String path) throws IOException {
        Path secret = Files.writeString(root.resolve("secret"), "SECRET");
        Files.writeString(directory.resolve(".hidden"), "SECRET");
        Files.writeString(Files.createDirectory(directory.resolve("sub")).resolve("inner"), "SECRET");
        Files.createSymbolicLink(directory.resolve("link"), secret);

        String answer = request(port, "GET", path);

        assertThat(status(answer)).isIn(400, 404);
        assertThat(answer).doesNotContain("SECRET").doesNotContain("root:").doesNotContain("<html");
    }

    @Test
    void storingOverALinkReplacesTheLinkAndNotWhatItPointsTo() throws IOException {
        Path secret = Files.writeString(root.resolve("secret"), "SECRET");
        Files.createSymbolicLink(directory.resolve("link"), secret);

        exchange(port, "POST /files/link HTTP/1.1\r\nHost: t\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx");

        assertThat(secret).hasContent("SECRET");
    }

    @Test
    void withoutADirectoryThereAreNoFiles() throws IOException {
        try (TargetServer bare = new TargetServer(new TargetSettings("127.0.0.1", 0, null))) {
            bare.start();

            assertThat(status(request(bare.port(), "GET", "/files/x"))).isEqualTo(404);
            assertThat(status(request(bare.port(), "POST", "/files/x"))).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1\\r\\n\\r\\n,400",
        "GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n\\r\\n,400",
        "GET / HTTP/3.7\\r\\nHost: a\\r\\n\\r\\n,505",
        "POST /submit HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\nx,400",
        "POST /submit HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n,400",
        "POST /submit HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: -1\\r\\n\\r\\n,400",
        "POST /submit HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n,400",
        "GARBAGE\\r\\n\\r\\n,400"
    })
    void malformedRequestsAreRefusedInPlainText(String raw, int expected) throws IOException {
        String answer = exchange(port, raw.replace("\\r", "\r").replace("\\n", "\n"));

        assertThat(status(answer)).isEqualTo(expected);
        assertThat(answer).doesNotContain("<html").doesNotContain("Jetty").doesNotContain("\tat ");
    }

    @Test
    void aTooLongTargetAndTooLargeHeadersAreTold() throws IOException {
        assertThat(status(request(port, "GET", "/" + "a".repeat(40_000)))).isEqualTo(414);
        assertThat(status(request(port, "GET", "/", "X-A: " + "a".repeat(40_000))))
                .isEqualTo(431);
    }

    @Test
    void http2WithoutTlsIsServed() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/whoami"))
                                .version(HttpClient.Version.HTTP_2)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void itsUrlIsOneThatCanBeUsedAlsoForIpv6() throws IOException {
        try (TargetServer v6 = new TargetServer(new TargetSettings("::1", 0, null))) {
            v6.start();

            assertThat(v6.url()).isEqualTo("http://[::1]:" + v6.port());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:0:1:0:0:1,2001:db8::1:0:0:1",
        "::,::",
        "::1,::1",
        "fe80::,fe80::",
        "1:0:2:3:4:5:6:7,1:0:2:3:4:5:6:7",
        "2001:DB8::A,2001:db8::a",
        "10.0.0.1,10.0.0.1"
    })
    void addressesAreInTheirCanonicalForm(String address, String canonical) throws IOException {
        assertThat(RemoteAddress.text(InetAddress.getByName(address))).isEqualTo(canonical);
    }
}
