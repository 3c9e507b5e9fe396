package io.dispatcher.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.dispatcher.protocol.egress.EgressPolicy;
import io.dispatcher.protocol.egress.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallbackPostTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final WebhookSecret SECRET = new WebhookSecret(new byte[24]);
    private static final byte[] BODY = "{\"a\":\"ö\"}".getBytes(StandardCharsets.UTF_8);

    private record Seen(String method, Headers headers, byte[] body) {}

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 200;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestHeaders(),
                    exchange.getRequestBody().readAllBytes()));
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.getResponseHeaders().set("Retry-After", "7");
            exchange.sendResponseHeaders(status, 5);
            exchange.getResponseBody().write("hello".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Attempt post(String host, EgressPolicy policy) {
        URI url = URI.create("http://" + host + ":" + server.getAddress().getPort() + "/hook?x=1");
        try (CallbackPost post = new CallbackPost(SECRET, policy, () -> NOW, 2)) {
            return post.post(new Callback("the-id", url, BODY, 0, 0, NOW));
        }
    }

    private static EgressPolicy allowing(String... networks) {
        return new EgressPolicy(List.of(networks), List.of(), List.of());
    }

    @Test
    void theReceiverGetsASignedPost() {
        assertThat(post("127.0.0.1", allowing("127.0.0.0/8")))
                .isEqualTo(new Attempt.Answered(200, Duration.ofSeconds(7)));

        Seen request = seen.get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.body()).isEqualTo(BODY);
        assertThat(request.headers().getFirst("Content-Type")).startsWith("application/json");
        assertThat(request.headers().getFirst("webhook-id")).isEqualTo("the-id");
        assertThat(request.headers().getFirst("webhook-timestamp")).isEqualTo("" + NOW.getEpochSecond());
        assertThat(request.headers().getFirst("webhook-signature"))
                .isEqualTo(SECRET.signature("the-id", NOW.getEpochSecond(), BODY));
    }

    @Test
    void aRedirectIsNotFollowed() {
        status = 302;

        assertThat(post("127.0.0.1", allowing("127.0.0.0/8")))
                .isInstanceOfSatisfying(Attempt.Answered.class, answer -> {
                    assertThat(answer.status()).isEqualTo(302);
                });
        assertThat(seen).hasSize(1);
    }

    @Test
    void anAddressThatIsNotAllowedIsNotConnectedToWhateverNameItHas() {
        for (String host : new String[] {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]"}) {
            assertThat(post(host, allowing("10.0.0.0/8")))
                    .as(host)
                    .isInstanceOfSatisfying(Attempt.Refused.class, no -> {
                        assertThat(no.reason()).contains("the coordinator's option --allow");
                    });
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void theCoordinatorItselfIsNeverTold() {
        Endpoint itself = new Endpoint(
                server.getAddress().getAddress(), server.getAddress().getPort());

        assertThat(post("127.0.0.1", new EgressPolicy(List.of("127.0.0.0/8"), List.of(), List.of(itself))))
                .isInstanceOf(Attempt.Refused.class);
    }

    @Test
    void nobodyThereIsAFailureThatSaysSo() {
        server.stop(0);

        assertThat(post("127.0.0.1", allowing("127.0.0.0/8"))).isInstanceOfSatisfying(Attempt.Failed.class, failed -> {
            assertThat(failed.reason()).contains("refused");
        });
        assertThat(post("no-such-name.invalid", allowing()))
                .isEqualTo(new Attempt.Failed("the name no-such-name.invalid has no address"));
    }
}
