package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.systemtests.HttpCase.Door;
import io.dispatcher.systemtests.HttpCase.Effect;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every door gives the answer of RFC 9112 to what is no clean HTTP, and nothing of it gets to the upstream. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpConformanceIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int SOCKET_LIMIT_MS = 20_000;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})[ \r]");

    private final AtomicInteger count = new AtomicInteger();
    private final Map<Door, URI> doors = new EnumMap<>(Door.class);
    private Processes processes;
    private UpstreamServer upstream;
    private SSLContext trusting;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        processes = new Processes(directory);
        upstream = new UpstreamServer();
        RunningProcess coordinator = processes.coordinator(
                "--https-port", "0", "--proxy", "0=shop", "--data-dir", directory.toString() + "/data");
        trusting = trusting(directory.resolve("data/tls/development.crt"));
        processes.agent(coordinator, "inside", "--upstream", "shop=" + upstream.url());
        doors.put(Door.COORDINATOR, URI.create(coordinator.url() + "/t/shop"));
        doors.put(Door.COORDINATOR_TLS, URI.create(coordinator.url("https://") + "/t/shop"));
        doors.put(Door.PROXY, coordinator.proxy("shop"));
        doors.put(Door.CLIENT, URI.create(processes.tunnel(coordinator, "shop").url()));
    }

    @AfterAll
    void stop() {
        processes.close();
        upstream.close();
        assertThat(upstream.seen()).noneMatch(request -> request.contains("smuggled") || request.contains("refused"));
        assertThat(upstream.answered()).noneMatch(request -> request.contains("broken_off"));
    }

    static Stream<Arguments> table() {
        return Arrays.stream(Door.values())
                .flatMap(door -> HttpCases.all().stream().map(example -> Arguments.of(door, example)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("table")
    void isAnsweredAsTheRfcsSay(Door door, HttpCase example) throws Exception {
        URI uri = doors.get(door);
        Set<Integer> allowed = example.statuses().get(door);
        Effect effect = allowed.contains(200) ? Effect.ANSWERED : example.effect();
        String service = "/echo/" + effect.name().toLowerCase(Locale.ROOT) + "-" + count.incrementAndGet();
        String bytes = example.bytes().replace("{p}", uri.getPath() + service);
        String answer = exchange(uri, bytes.replace("{fin}", ""), bytes.endsWith("{fin}"));
        List<Integer> statuses = statuses(answer);
        assertThat(answer).doesNotContain("<html", "<HTML", "\tat ", "Exception");
        assertThat(upstream.seen()).noneMatch(request -> request.contains(service + "-smuggled"));
        if (effect == Effect.ANSWERED) {
            int asked = bytes.split("(?i) HTTP/1\\.[01]\r\n", -1).length - 1;
            assertThat(statuses).as(answer).hasSize(asked).allMatch(allowed::contains);
            assertThat(answer).contains(example.contains().replace("{p}", service));
            return;
        }
        assertThat(upstream.answered()).noneMatch(request -> request.contains(service));
        if (effect == Effect.REFUSED) {
            assertThat(upstream.seen()).noneMatch(request -> request.contains(service));
            assertThat(statuses).as(answer).hasSize(1);
        }
        assertThat(statuses).as(answer).hasSizeLessThan(2).allMatch(allowed::contains);
    }

    @Test
    void aMethodThatHttpDoesNotKnowIsForUpstreamsOnly() throws Exception {
        String answer = exchange(
                doors.get(Door.COORDINATOR),
                "BREW /api/stats HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                false);
        assertThat(answer).startsWith("HTTP/1.1 501 ").contains("application/problem+json", "/not-implemented");
    }

    @Test
    void emptyLinesBeforeARequestAreNoPartOfItsMethod() throws Exception {
        String answer = exchange(
                doors.get(Door.COORDINATOR),
                "\r\n\r\nGET /api/stats HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        + "\r\nGET /api/stats HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                false);
        assertThat(statuses(answer)).as(answer).containsExactly(200, 200);
    }

    @Test
    void optionsOfTheServerItselfHarmNobody() throws Exception {
        String asterisk = "OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        for (URI door : doors.values()) {
            assertThat(statuses(exchange(door, asterisk, false))).hasSize(1).isSubsetOf(200, 204, 400, 404, 405);
        }
    }

    @Test
    void aRefusalBehindARequestComesAfterItsAnswer() throws Exception {
        for (URI door : doors.values()) {
            String answer = exchange(
                    door,
                    "GET " + door.getPath() + "/echo/first HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\n\r\n",
                    false);
            assertThat(statuses(answer)).containsExactly(200, 400);
            assertThat(answer).contains("GET /echo/first\n");
        }
    }

    @Test
    void aHeadThatComesByteByByteIsReadAllTheSame() throws Exception {
        for (URI door : doors.values()) {
            byte[] bytes = ("POST " + door.getPath() + "/echo/slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n00\r\nDispatcher-T: u\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
            try (Socket socket = connect(door)) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(SOCKET_LIMIT_MS);
                for (byte b : bytes) {
                    socket.getOutputStream().write(b);
                    socket.getOutputStream().flush();
                }
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(answer).startsWith("HTTP/1.1 200 ").contains("POST /echo/slow\n");
            }
        }
    }

    private static List<Integer> statuses(String answer) {
        List<Integer> statuses = new ArrayList<>();
        STATUS.matcher(answer).results().forEach(match -> statuses.add(Integer.valueOf(match.group(1))));
        return statuses;
    }

    /** Sends the bytes and reads until the other side ends the connection, which it must. */
    private String exchange(URI door, String bytes, boolean finish) throws Exception {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = connect(door)) {
            socket.setSoTimeout(SOCKET_LIMIT_MS);
            try {
                socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                if (finish) {
                    socket.shutdownOutput();
                }
            } catch (SocketException e) {
                // Refused before all was said: the answer is there already.
            }
            socket.getInputStream().transferTo(answer);
        } catch (SocketException e) {
            // Reset: it is closed, too.
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    private Socket connect(URI door) throws Exception {
        return door.getScheme().equals("https")
                ? trusting.getSocketFactory().createSocket(door.getHost(), door.getPort())
                : new Socket(door.getHost(), door.getPort());
    }

    private static SSLContext trusting(Path certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, managers.getTrustManagers(), null);
        return tls;
    }
}
