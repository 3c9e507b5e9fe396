package io.dispatcher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WholeAnswerTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofMillis(300);

    private final HttpClient http = HttpClient.newHttpClient();
    private final CompletableFuture<Socket> connection = new CompletableFuture<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        Socket open = connection.getNow(null);
        if (open != null) {
            open.close();
        }
    }

    /** Says this to the first that connects, and then nothing, not even the end. */
    private void says(String text) {
        Thread serving = new Thread(() -> {
            try {
                Socket accepted = server.accept();
                connection.complete(accepted);
                accepted.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                connection.completeExceptionally(e);
            }
        });
        serving.setDaemon(true);
        serving.start();
    }

    private HttpRequest request(Duration untilHead) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"))
                .timeout(untilHead)
                .build();
    }

    @Test
    void anAnswerThatIsAllThereIsGiven() throws Exception {
        says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab");

        assertThat(WholeAnswer.of(http, request(LONG), IDLE).body()).isEqualTo(new byte[] {'a', 'b'});
    }

    @Test
    void anAnswerThatStopsComingEndsWithItsConnection() throws Exception {
        says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na");

        assertThatThrownBy(() -> WholeAnswer.of(http, request(LONG), IDLE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nothing more");
        Socket hungUp = connection.get(10, TimeUnit.SECONDS);
        hungUp.setSoTimeout(10_000);
        assertThat(readToEnd(hungUp)).isTrue();
    }

    @Test
    void untilItsHeadTheRequestsOwnTimeOutCounts() {
        says("");

        assertThatThrownBy(() -> WholeAnswer.of(http, request(Duration.ofSeconds(1)), Duration.ofMillis(1)))
                .isInstanceOf(HttpTimeoutException.class);
    }

    private static boolean readToEnd(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
