package io.dispatcher.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real HTTP server that gives set answers and remembers what it was asked. */
final class FakeCoordinator implements AutoCloseable {
    record Asked(String method, String uri, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    private record Preset(int status, String type, String body) {}

    private final HttpServer server;
    private final Map<String, Preset> answers = new ConcurrentHashMap<>();
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    FakeCoordinator() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** {@code call}: method and path with query. */
    FakeCoordinator on(String call, int status, String json) {
        answers.put(call, new Preset(status, status >= 400 ? "application/problem+json" : "application/json", json));
        return this;
    }

    FakeCoordinator onPlain(String call, int status, String body) {
        answers.put(call, new Preset(status, "text/html", body));
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String uri = exchange.getRequestURI().toString();
        asked.add(new Asked(exchange.getRequestMethod(), uri, Map.copyOf(exchange.getRequestHeaders()), body));
        Preset preset = answers.getOrDefault(
                exchange.getRequestMethod() + " " + uri, new Preset(404, "text/plain", "no answer set for " + uri));
        exchange.getResponseHeaders().set("Content-Type", preset.type());
        byte[] bytes = preset.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(preset.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
