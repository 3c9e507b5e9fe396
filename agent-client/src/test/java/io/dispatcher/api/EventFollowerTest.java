package io.dispatcher.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EventFollowerTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<Long> events = new ArrayList<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"));
        Thread serving = new Thread(this::serve, "silent-server");
        serving.setDaemon(true);
        serving.start();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    // One event for each connection, then nothing, not even its end.
    private void serve() {
        try {
            while (true) {
                Socket connection = server.accept();
                connections.add(connection);
                String event = "id: 1\ndata: {\"id\": " + connections.size() + "}\n\n: heartbeat\n\n";
                connection.getOutputStream().write((HEAD + event).getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    private final class Taker implements EventFollower.Reader {
        @Override
        public void opened() {}

        @Override
        public void event(JsonNode event) {
            events.add(event.path("id").asLong());
        }

        @Override
        public void gap(JsonNode gap) {}
    }

    @Test
    @Timeout(60)
    void aConnectionOnWhichNothingComesAnyMoreEndsAndTheNextCallGoesOn() throws Exception {
        ApiClient api = new ApiClient(List.of(URI.create("http://127.0.0.1:" + server.getLocalPort())), null, null);
        try (EventFollower follower = new EventFollower(api, 0, Duration.ofMillis(200))) {
            follower.follow(new Taker());
            follower.follow(new Taker());
        }

        assertThat(events).containsExactly(1L, 2L);
    }
}
