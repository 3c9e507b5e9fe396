package io.dispatcher.http;

import static io.dispatcher.http.Exchanges.from;
import static io.dispatcher.http.Exchanges.get;
import static io.dispatcher.http.Exchanges.limited;
import static io.dispatcher.http.Exchanges.order;
import static io.dispatcher.http.Exchanges.unfollowed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.http.Exchanges.Result;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.egress.EgressPolicy;
import io.dispatcher.protocol.egress.Endpoint;
import io.dispatcher.target.TargetServer;
import io.dispatcher.target.TargetSettings;
import io.dispatcher.work.RunningWork;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpWorkTest {
    @TempDir
    static Path directory;

    private static Exchanges exchanges;
    private static TargetServer target;

    @BeforeAll
    static void start() throws Exception {
        exchanges = new Exchanges(directory);
        target = new TargetServer(new TargetSettings("127.0.0.1", 0, null));
        target.start();
    }

    @AfterAll
    static void stop() throws Exception {
        exchanges.close();
        target.close();
    }

    @Test
    void anAnswerCarriesStatusHeadersBodySizeAndTimings() throws Exception {
        Result result = exchanges.run(get(target.url() + "/echo/hello"));

        assertThat(result.reply().statusCode()).isEqualTo(200);
        assertThat(result.reply().httpVersion()).isEqualTo("HTTP/1.1");
        assertThat(result.text()).isEqualTo("hello");
        assertThat(result.reply().sizeBytes()).isEqualTo(5);
        assertThat(result.reply().bodyTruncated()).isFalse();
        assertThat(result.reply().sourceAddress()).isEqualTo("127.0.0.1");
        assertThat(result.reply().timings().totalMs()).isPositive();
        assertThat(result.reply().timings().firstByteMs()).isPositive();
        assertThat(result.reply().timings().tlsMs()).isZero();
    }

    @Test
    void connectingIsTimedOnceAndNotForAKeptConnection() throws Exception {
        Result first = exchanges.run(from("127.3.3.3", get(target.url() + "/echo/a")));
        assertThat(first.reply().timings().connectMs()).isPositive();
        // The answer is told a moment before its connection is back in the pool.
        await().until(() -> exchanges
                        .run(from("127.3.3.3", get(target.url() + "/echo/b")))
                        .reply()
                        .timings()
                        .connectMs()
                == 0);
    }

    @Test
    void binaryBodiesPassBothWaysUnchanged() throws Exception {
        byte[] body = new byte[100_000];
        new Random(1).nextBytes(body);

        Result result = exchanges.run(
                order("POST", target.url() + "/submit", List.of(new HeaderField("Content-Type", "x/y"))), body);

        assertThat(result.body()).isEqualTo(body);
        assertThat(result.header("Content-Type")).containsExactly("x/y");
    }

    @Test
    void duplicateHeadersKeepTheirOrderBothWays() throws Exception {
        try (RawTarget raw = RawTarget.saying(
                "HTTP/1.1 200 OK\r\nX-B: 1\r\nSet-Cookie: a=1\r\nX-B: 2\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n")) {
            Result result = exchanges.run(order(
                    "GET",
                    raw.url() + "/p?q=%20x",
                    List.of(new HeaderField("X-A", "1"), new HeaderField("x-c", "2"), new HeaderField("X-A", "3"))));

            assertThat(result.reply().headers())
                    .extracting(HeaderField::value)
                    .containsExactly("1", "a=1", "2", "b=2", "0");
            List<String> head = raw.heads().get(0);
            assertThat(head.get(0)).isEqualTo("GET /p?q=%20x HTTP/1.1");
            assertThat(head).containsSubsequence("X-A: 1", "x-c: 2", "X-A: 3");
        }
    }

    @Test
    void noCookieIsRememberedAndNothingIsAddedButWhatHttpNeeds() throws Exception {
        try (RawTarget raw = RawTarget.saying(
                "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")) {
            exchanges.run(get(raw.url() + "/"));
            exchanges.run(get(raw.url() + "/"));

            assertThat(raw.heads().get(1))
                    .containsExactlyInAnyOrder(
                            "GET / HTTP/1.1",
                            "Host: 127.0.0.1:" + raw.port(),
                            "User-Agent: dispatcher",
                            "Connection: keep-alive");
        }
    }

    @Test
    void hopByHopHeadersStayBehindAndAHostHeaderWins() throws Exception {
        try (RawTarget raw = RawTarget.saying("HTTP/1.1 204 No Content\r\n\r\n")) {
            exchanges.run(order(
                    "GET",
                    raw.url(),
                    List.of(
                            new HeaderField("Host", "other.example:99"),
                            new HeaderField("Connection", "X-Secret, close"),
                            new HeaderField("X-Secret", "1"),
                            new HeaderField("Transfer-Encoding", "chunked"),
                            new HeaderField("Content-Length", "7"),
                            new HeaderField("TE", "trailers"))));

            List<String> head = raw.heads().get(0);
            assertThat(head).contains("Host: other.example:99");
            assertThat(String.join("\n", head).toLowerCase())
                    .doesNotContain("x-secret")
                    .doesNotContain("chunked")
                    .doesNotContain("content-length")
                    .doesNotContain("te:");
        }
    }

    @Test
    void anEmptyPostSaysSo() throws Exception {
        try (RawTarget raw = RawTarget.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            exchanges.run(order("POST", raw.url(), List.of()));

            assertThat(raw.heads().get(0)).contains("Content-Length: 0");
        }
    }

    @Test
    void compressedBodiesAreLeftAsTheyAre() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("hello".getBytes(StandardCharsets.UTF_8));
        }
        try (RawTarget raw = new RawTarget((head, out) -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(packed.toByteArray());
        })) {
            Result result = exchanges.run(get(raw.url()));

            assertThat(result.body()).isEqualTo(packed.toByteArray());
            assertThat(result.header("Content-Encoding")).containsExactly("gzip");
            assertThat(result.reply().sizeBytes()).isEqualTo(packed.size());
        }
    }

    @ParameterizedTest
    @CsvSource({"HEAD,200 OK", "GET,204 No Content", "GET,304 Not Modified"})
    void answersWithoutBodyEndAtTheirHead(String method, String status) throws Exception {
        try (RawTarget raw = RawTarget.saying("HTTP/1.1 " + status + "\r\nContent-Length: 10\r\n\r\n")) {
            Result result = exchanges.run(order(method, raw.url(), List.of()));

            assertThat(result.reply().statusCode()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
            assertThat(result.body()).isEmpty();
        }
    }

    @Test
    void earlyHintsAreNotTheAnswer() throws Exception {
        try (RawTarget raw = RawTarget.saying(
                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            assertThat(exchanges.run(get(raw.url())).text()).isEqualTo("ok");
        }
    }

    @Test
    void aBodyOverTheLimitIsCutAndTheConnectionClosed() throws Exception {
        Result result = exchanges.run(limited(5000, 1000, get(target.url() + "/bytes/3000000")));

        assertThat(result.reply().statusCode()).isEqualTo(200);
        assertThat(result.reply().bodyTruncated()).isTrue();
        assertThat(result.body()).hasSize(1000);
        assertThat(result.reply().sizeBytes()).isBetween(1001L, 100_000L);
    }

    @Test
    void aBodyOfExactlyTheLimitIsWhole() throws Exception {
        Result result = exchanges.run(limited(5000, 1000, get(target.url() + "/bytes/1000")));

        assertThat(result.reply().bodyTruncated()).isFalse();
        assertThat(result.body()).hasSize(1000);
    }

    @Test
    void largeBodiesGoToAFileThatIsGoneAfterwards() throws Exception {
        Result result = exchanges.run(get(target.url() + "/bytes/5000000"));

        assertThat(result.body()).hasSize(5_000_000);
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aDrippingBodyEndsAtTheDeadlineAndTheTargetIsLetGo() throws Exception {
        try (RawTarget raw = new RawTarget((head, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 2000; i++) {
                out.write('x');
                out.flush();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        })) {
            long begun = System.nanoTime();
            Result result = exchanges.run(limited(300, 1 << 20, get(raw.url())));

            assertThat(result.failure()).isEqualTo("target-timeout");
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isBetween(290L, 3000L);
            await().untilAsserted(() -> assertThat(raw.hungUp()).isEqualTo(1));
        }
    }

    @Test
    void aTargetThatNeverAnswersTimesOut() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Result result = exchanges.run(limited(200, 1000, get("http://127.0.0.1:" + silent.getLocalPort() + "/")));

            assertThat(result.failure()).isEqualTo("target-timeout");
        }
    }

    @Test
    void aDrippingErrorPageEndsAtTheDeadlineToo() throws Exception {
        try (RawTarget raw = new RawTarget((head, out) -> {
            out.write("HTTP/1.1 500 Oh\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 2000; i++) {
                out.write('x');
                out.flush();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        })) {
            assertThat(exchanges.run(limited(300, 1 << 20, get(raw.url()))).failure())
                    .isEqualTo("target-timeout");
            await().untilAsserted(() -> assertThat(raw.hungUp()).isEqualTo(1));
        }
    }

    @Test
    void cancellingAnswersOnceAndLetsTheTargetGo() throws Exception {
        try (RawTarget raw = new RawTarget((head, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 2000; i++) {
                out.write('x');
                out.flush();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        })) {
            RunningWork[] running = new RunningWork[1];
            CompletableFuture<Result> result = exchanges.begin(get(raw.url()), new byte[0], running);
            await().until(() -> !raw.heads().isEmpty());
            running[0].cancel();
            running[0].cancel();

            assertThat(result.get(2, TimeUnit.SECONDS).failure()).isEqualTo("target-io");
            await().untilAsserted(() -> assertThat(raw.hungUp()).isEqualTo(1));
        }
    }

    @Test
    void aRefusedConnectionNamesTheAddresses() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = closed.getLocalPort();
        }
        Result result = exchanges.run(from("127.0.0.9", get("http://127.0.0.1:" + port + "/secret?token=x")));

        assertThat(result.failure()).isEqualTo("target-connect");
        assertThat(result.reply().failure().detail())
                .contains("127.0.0.1 port " + port)
                .contains("127.0.0.9")
                .contains("refused")
                .doesNotContain("secret");
    }

    @Test
    void aNameWithoutAddressIsADnsFailure() throws Exception {
        assertThat(exchanges.run(get("http://no-such-host.invalid/")).failure()).isEqualTo("target-dns");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            })
    void aBrokenAnswerIsATargetFailure(String response) throws Exception {
        try (RawTarget raw = RawTarget.saying(response)) {
            Result result = exchanges.run(get(raw.url()));

            assertThat(result.failure()).isEqualTo("target-io");
            assertThat(raw.heads()).hasSize(1);
        }
    }

    @Test
    void plainHttpWhereTlsIsWantedIsATlsFailure() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture.runAsync(() -> {
                try (Socket socket = plain.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Result result = exchanges.run(get("https://127.0.0.1:" + plain.getLocalPort() + "/"));

            assertThat(result.failure()).isEqualTo("target-tls");
        }
    }

    @Test
    void aSourceOfTheOtherFamilyIsAConnectFailureThatSaysSo() throws Exception {
        Result result = exchanges.run(from("::1", get(target.url())));

        assertThat(result.failure()).isEqualTo("target-connect");
        assertThat(result.reply().failure().detail()).contains("IPv6").contains("::1");
    }

    @Test
    void anIpv6LiteralIsReachedAndNamedInTheHostHeader() throws Exception {
        try (RawTarget raw = new RawTarget(
                "::1", (head, out) -> out.write("HTTP/1.1 204 No\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))) {
            Result result = exchanges.run(from("::1", get("http://[::1]:" + raw.port() + "/")));

            assertThat(result.failure()).isEmpty();
            assertThat(result.reply().sourceAddress()).isEqualTo("::1");
            assertThat(raw.heads().get(0)).contains("Host: [::1]:" + raw.port());
        }
    }

    @Test
    void theNextAddressIsTriedWhenOneDoesNotConnect() throws Exception {
        // The target listens on the second address only.
        try (RawTarget raw = new RawTarget(
                "::1", (head, out) -> out.write("HTTP/1.1 204 No\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))) {
            assertThat(exchanges
                            .run(get("http://two.test:" + raw.port() + "/"))
                            .reply()
                            .statusCode())
                    .isEqualTo(204);
        }
    }

    @Test
    void expectContinueIsHonoured() throws Exception {
        Result result = exchanges.run(
                order("POST", target.url() + "/submit", List.of(new HeaderField("Expect", "100-continue"))),
                "hello".getBytes(StandardCharsets.UTF_8));

        assertThat(result.text()).isEqualTo("hello");
    }

    @Test
    void redirectsAreFollowedFromTheSameSource() throws Exception {
        Result result = exchanges.run(from("127.4.4.4", get(target.url() + "/redirect/3")));

        assertThat(result.reply().statusCode()).isEqualTo(200);
        assertThat(result.reply().sourceAddress()).isEqualTo("127.4.4.4");
    }

    @Test
    void redirectsAreLeftAloneWhenAskedTo() throws Exception {
        assertThat(exchanges
                        .run(unfollowed(get(target.url() + "/redirect/3")))
                        .reply()
                        .statusCode())
                .isBetween(301, 308);
    }

    @Test
    void tooManyRedirectsEnd() throws Exception {
        try (RawTarget raw = RawTarget.saying(
                "HTTP/1.1 302 Found\r\nLocation: /again\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")) {
            Result result = exchanges.run(get(raw.url()));

            assertThat(result.failure()).isEqualTo("target-io");
            assertThat(result.reply().failure().detail()).contains("20");
            assertThat(raw.heads()).hasSize(21);
        }
    }

    @Test
    void thePolicyIsAskedAgainAtEachHop() throws Exception {
        try (RawTarget raw = RawTarget.saying(
                "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest\r\nContent-Length: 0\r\n\r\n")) {
            Result result = exchanges.run(get(raw.url()));

            assertThat(result.failure()).isEqualTo("egress-denied");
            assertThat(result.reply().failure().detail())
                    .contains("169.254.169.254")
                    .contains("metadata");
        }
    }

    @Test
    void thePolicyNamesTheOptionThatWouldAllow() throws Exception {
        EgressPolicy closed = new EgressPolicy(List.of(), List.of(), List.of());
        try (Exchanges strict = new Exchanges(directory, closed, 1 << 20)) {
            for (String host : List.of("127.0.0.1", "localhost", "2130706433", "[::1]", "[::ffff:127.0.0.1]")) {
                Result result = strict.run(get("http://" + host + ":1/"));
                assertThat(result.failure()).describedAs(host).isEqualTo("egress-denied");
                assertThat(result.reply().failure().detail()).contains("--allow");
            }
        }
    }

    @Test
    void theCoordinatorIsNoTarget() throws Exception {
        EgressPolicy policy = new EgressPolicy(
                List.of("127.0.0.0/8"), List.of(), List.of(new Endpoint(InetAddress.getByName("127.0.0.1"), 8123)));
        try (Exchanges guarded = new Exchanges(directory, policy, 1 << 20)) {
            assertThat(guarded.run(get("http://localhost:8123/api/agents")).failure())
                    .isEqualTo("egress-denied");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x/", "http:///nohost", "http://exa mple/", "nonsense"})
    void aUrlThatIsNoneIsOurFailureAndNothingIsSent(String url) throws Exception {
        assertThat(exchanges.run(get(url)).failure()).isEqualTo("internal");
    }

    @Test
    void malformedHeadersAreNotSent() throws Exception {
        List<HeaderField> smuggled = List.of(new HeaderField("X", "a\r\nX-Evil: 1"));

        assertThat(exchanges.run(order("GET", target.url(), smuggled)).failure())
                .isEqualTo("internal");
        assertThat(exchanges.run(order("GE T", target.url(), List.of())).failure())
                .isEqualTo("internal");
    }

    @Test
    void bodiesFitThoughThereIsNoHeapForThem() throws Exception {
        EgressPolicy policy = new EgressPolicy(List.of("127.0.0.0/8"), List.of(), List.of());
        try (Exchanges tight = new Exchanges(directory, policy, 0)) {
            assertThat(tight.run(get(target.url() + "/bytes/70000")).body()).hasSize(70_000);
        }
    }
}
