package io.dispatcher.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real HTTP server that gives set answers and remembers what it was asked. */
public final class FakeCoordinator implements AutoCloseable {
    public record Asked(String method, String uri, Map<String, List<String>> headers, String body) {
        public String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    private record Preset(int status, String type, String body) {}

    private final HttpServer server;
    private final Map<String, Queue<Preset>> answers = new ConcurrentHashMap<>();
    public final List<Asked> asked = new CopyOnWriteArrayList<>();

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

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String uri = exchange.getRequestURI().toString();
        asked.add(new Asked(exchange.getRequestMethod(), uri, Map.copyOf(exchange.getRequestHeaders()), body));
        Preset preset = next(exchange.getRequestMethod() + " " + uri);
        exchange.getResponseHeaders().set("Content-Type", preset.type());
        byte[] bytes = preset.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(preset.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
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
