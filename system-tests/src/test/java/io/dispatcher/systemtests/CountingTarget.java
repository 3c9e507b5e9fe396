package io.dispatcher.systemtests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A target that knows how often it was asked for each number, which the built-in one does not: {@code /n/7} counts for 7 and says 7 in
 * {@value #NUMBER}. Thread-safe.
 */
final class CountingTarget implements AutoCloseable {
    /** Header of the answer. */
    static final String NUMBER = "X-Number";

    private static final String PATH = "/n/";

    private final ConcurrentHashMap<Integer, List<Instant>> times = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final HttpServer server;

    CountingTarget() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext(PATH, this::count);
        server.start();
    }

    private void count(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            int number = numberOf(exchange.getRequestURI().getPath());
            times.computeIfAbsent(number, any -> new CopyOnWriteArrayList<>()).add(Instant.now());
            exchange.getResponseHeaders().set(NUMBER, Integer.toString(number));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    String url(int number) {
        return url() + number;
    }

    /** What all of them begin with. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
    }

    /** The number that {@link #url} put into a URL. */
    static int numberOf(String url) {
        return Integer.parseInt(url.substring(url.lastIndexOf('/') + 1));
    }

    /** How often this number came. */
    int seen(int number) {
        return times(number).size();
    }

    /** When this number came. */
    List<Instant> times(int number) {
        return times.getOrDefault(number, List.of());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
