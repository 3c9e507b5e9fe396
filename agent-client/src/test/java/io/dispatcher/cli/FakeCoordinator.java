package io.dispatcher.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A real HTTP server that gives set answers and remembers what it was asked. */
public final class FakeCoordinator implements AutoCloseable {
    public record Asked(String method, String uri, Map<String, List<String>> headers, String body) {
        public String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    private enum End {
        WHOLE,
        CUT_OFF,
        WHEN_THE_CLIENT_GOES
    }

    private record Preset(int status, String type, String body, End end) {
        Preset(int status, String type, String body) {
            this(status, type, body, End.WHOLE);
        }
    }

    private final HttpServer server;
    private final Map<String, Queue<Preset>> answers = new ConcurrentHashMap<>();
    public final List<Asked> asked = new CopyOnWriteArrayList<>();
    /** A client left an answer that had no end. */
    final CountDownLatch left = new CountDownLatch(1);

    public FakeCoordinator() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** {@code call}: method and path with query. */
    public FakeCoordinator on(String call, int status, String json) {
        answers.put(call, new ConcurrentLinkedQueue<>());
        return then(call, status, json);
    }

    /** A further answer to the same call: they are given in turn, round and round. */
    public FakeCoordinator then(String call, int status, String json) {
        answers.computeIfAbsent(call, c -> new ConcurrentLinkedQueue<>())
                .add(new Preset(status, status >= 400 ? "application/problem+json" : "application/json", json));
        return this;
    }

    FakeCoordinator onPlain(String call, int status, String body) {
        answers.put(call, new ConcurrentLinkedQueue<>(List.of(new Preset(status, "text/html", body))));
        return this;
    }

    /** Events, one a line; a further answer if there is one already. */
    FakeCoordinator events(String call, String... lines) {
        return events(call, End.WHOLE, lines);
    }

    /** Events, then the connection breaks. */
    FakeCoordinator eventsCutOff(String call, String... lines) {
        return events(call, End.CUT_OFF, lines);
    }

    /** Events, then silence until the client goes. */
    FakeCoordinator eventsWithoutEnd(String call, String... lines) {
        return events(call, End.WHEN_THE_CLIENT_GOES, lines);
    }

    private FakeCoordinator events(String call, End end, String... lines) {
        answers.computeIfAbsent(call, c -> new ConcurrentLinkedQueue<>())
                .add(new Preset(200, "application/x-ndjson", String.join("\n", lines) + "\n", end));
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String uri = exchange.getRequestURI().toString();
        asked.add(new Asked(exchange.getRequestMethod(), uri, Map.copyOf(exchange.getRequestHeaders()), body));
        Preset preset = next(exchange.getRequestMethod() + " " + uri);
        exchange.getResponseHeaders().set("Content-Type", preset.type());
        byte[] bytes = preset.body().getBytes(StandardCharsets.UTF_8);
        if (preset.end() == End.WHEN_THE_CLIENT_GOES) {
            exchange.sendResponseHeaders(preset.status(), 0);
            exchange.getResponseBody().write(bytes);
            untilLeft(exchange.getResponseBody());
            return;
        }
        // With a length that is never reached the close cuts it off.
        int missing = preset.end() == End.CUT_OFF ? 1 : 0;
        exchange.sendResponseHeaders(preset.status(), bytes.length == 0 ? -1 : bytes.length + missing);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    // A connection that is gone shows only when something is written to it; an empty line is no event.
    private void untilLeft(OutputStream out) {
        try {
            while (true) {
                out.write('\n');
                out.flush();
                Thread.sleep(5);
            }
        } catch (IOException e) {
            left.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Preset next(String call) {
        Queue<Preset> presets = answers.get(call);
        Preset preset = presets == null ? null : presets.poll();
        if (preset == null) {
            return new Preset(404, "text/plain", "no answer set for " + call);
        }
        presets.add(preset);
        return preset;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
