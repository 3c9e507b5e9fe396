package io.dispatcher.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The events of one {@code POST /ping-task}, read line by line on a thread of its own as they come. Closing it closes the connection. */
final class PingStream implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final HttpResponse<Stream<String>> response;
    private final Thread reader;
    private volatile boolean ended;

    PingStream(String url, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/ping-task"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .setHeader("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        HttpClient client = HttpClient.newHttpClient(); // its offer of HTTP/2 in clear is part of the test
        try {
            response = client.send(request.build(), BodyHandlers.ofLines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        reader = new Thread(this::read, "ping-stream");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            Iterator<String> lines = response.body().iterator();
            while (lines.hasNext()) {
                String line = lines.next();
                if (line.startsWith("{")) {
                    events.add(JSON.readTree(line));
                } else if (line.startsWith("data: ")) {
                    events.add(JSON.readTree(line.substring("data: ".length())));
                }
            }
            ended = true;
        } catch (IOException | UncheckedIOException e) {
            // Cut off, maybe by this test.
        }
    }

    String contentType() {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    int status() {
        return response.statusCode();
    }

    /** So far. */
    List<JsonNode> events() {
        return List.copyOf(events);
    }

    List<JsonNode> events(String type) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }

    /** Whether the answer came to its own end. */
    boolean ended() {
        return ended;
    }

    @Override
    public void close() {
        response.body().close();
    }
}
