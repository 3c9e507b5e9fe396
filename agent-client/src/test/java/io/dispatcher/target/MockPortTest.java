package io.dispatcher.target;

import static io.dispatcher.target.RawSocket.body;
import static io.dispatcher.target.RawSocket.exchange;
import static io.dispatcher.target.RawSocket.request;
import static io.dispatcher.target.RawSocket.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MockPortTest {
    private HttpServer coordinator;
    private TargetServer target;

    @BeforeEach
    void start() throws IOException {
        coordinator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        coordinator.createContext("/", MockPortTest::answer);
        coordinator.start();
        target = target(List.of(
                URI.create("http://127.0.0.1:" + closedPort()),
                URI.create("http://127.0.0.1:" + coordinator.getAddress().getPort())));
    }

    private static TargetServer target(List<URI> coordinators) throws IOException {
        TargetServer server = new TargetServer(
                new TargetSettings("127.0.0.1", 0, null, new TargetSettings.Mocks(coordinators, "secret", null)));
        server.start();
        return server;
    }

    /** Where nobody listens. */
    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String said = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Dispatcher-Mocks") + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("X-Mock", "yes");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(203, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @AfterEach
    void stop() {
        target.close();
        coordinator.stop(0);
    }

    @Test
    void whatItDoesNotHaveIsAskedOfTheCoordinatorsMocksAndOfNothingElse() throws IOException {
        String answer = exchange(
                target.port(),
                "POST /users/7?a=b HTTP/1.1\r\nHost: t\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi");
        assertThat(status(answer)).isEqualTo(203);
        assertThat(answer).containsIgnoringCase("x-mock: yes");
        assertThat(body(answer)).isEqualTo("POST /users/7?a=b only Bearer secret hi");
    }

    @Test
    void itsOwnRoutesStayItsOwn() throws IOException {
        assertThat(body(request(target.port(), "GET", "/echo/x"))).isEqualTo("x");
    }

    @Test
    void headAndUnknownMethodsAreAskedToo() throws IOException {
        assertThat(status(request(target.port(), "HEAD", "/users/7"))).isEqualTo(203);
        assertThat(body(request(target.port(), "BREW", "/users/7"))).startsWith("BREW /users/7");
    }

    @Test
    void withoutACoordinatorItSaysSo() throws IOException {
        try (TargetServer alone = target(List.of(URI.create("http://127.0.0.1:" + closedPort())))) {
            assertThat(status(request(alone.port(), "GET", "/users/7"))).isEqualTo(502);
        }
    }
}
