package io.dispatcher.systemtests;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A service that no one but an agent is meant to reach. Thread-safe. */
final class UpstreamServer implements AutoCloseable {
    private static final byte[] BLOCK = new byte[64 * 1024];

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<String> sayings = new LinkedBlockingQueue<>();
    private final AtomicLong endless = new AtomicLong();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final Queue<String> answered = new ConcurrentLinkedQueue<>();
    private volatile CompletableFuture<Void> aborted = new CompletableFuture<>();
    private volatile Upload upload = new Upload();

    UpstreamServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 100);
        server.setExecutor(threads);
        serve("/", this::root);
        serve("/echo", UpstreamServer::echo);
        serve("/mirror", UpstreamServer::mirror);
        serve("/events", this::events);
        serve("/broken", UpstreamServer::broken);
        serve("/endless", this::endless);
        serve("/whole", this::whole);
        serve("/forbidden", exchange -> exchange.sendResponseHeaders(403, -1));
        serve("/never", exchange -> {});
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void serve(String path, HttpHandler handler) {
        HttpContext context = server.createContext(path, handler);
        context.getFilters().add(new Filter() {
            @Override
            public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
                seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                chain.doFilter(exchange);
                answered.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            }

            @Override
            public String description() {
                return "notes what comes";
            }
        });
    }

    /** Methods and targets of the requests whose head came, in order. */
    Queue<String> seen() {
        return seen;
    }

    /** The same of those that were read to their end and answered. */
    Queue<String> answered() {
        return answered;
    }

    private void root(HttpExchange exchange) throws IOException {
        boolean here = exchange.getRequestURI().getPath().equals("/");
        exchange.getResponseHeaders().set("Server", "shop");
        exchange.getResponseHeaders().set("X-Shop", "yes");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", "8");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        answer(exchange, here ? 200 : 404, here ? "Welcome!" : "not here");
    }

    private static void echo(HttpExchange exchange) throws IOException {
        StringBuilder seen = new StringBuilder(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n");
        new TreeMap<>(exchange.getRequestHeaders()).forEach((name, values) -> seen.append(name.toLowerCase(Locale.ROOT))
                .append(": ")
                .append(values)
                .append('\n'));
        answer(exchange, 200, seen.toString());
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void mirror(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getRequestBody().transferTo(exchange.getResponseBody());
        exchange.close();
    }

    /**
     * A body that {@code /whole} is sent.
     *
     * @param whole whether its end came
     */
    record Upload(CompletableFuture<Void> begun, CompletableFuture<Boolean> whole) {
        Upload() {
            this(new CompletableFuture<>(), new CompletableFuture<>());
        }
    }

    private void whole(HttpExchange exchange) throws IOException {
        Upload expected = upload;
        try {
            exchange.getRequestBody().read();
            expected.begun().complete(null);
            answer(exchange, 200, "whole");
            expected.whole().complete(true);
        } catch (IOException e) {
            expected.whole().complete(false);
            throw e;
        }
    }

    Upload nextUpload() {
        upload = new Upload();
        return upload;
    }

    private void events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        try {
            for (String said = sayings.take(); !said.isEmpty(); said = sayings.take()) {
                exchange.getResponseBody().write(said.getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    /** What {@code /events} says next; nothing: it ends. */
    void say(String event) {
        sayings.add(event);
    }

    private static void broken(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 10_000_000);
        exchange.getResponseBody().write(new byte[1_000_000]);
        // Less than was promised: the server closes the connection.
        exchange.close();
    }

    private void endless(HttpExchange exchange) throws IOException {
        CompletableFuture<Void> ended = aborted;
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
                out.write(BLOCK);
                endless.addAndGet(BLOCK.length);
            }
        } catch (IOException e) {
            ended.complete(null);
            throw e;
        }
    }

    /** Completes when the next {@code /endless} is aborted. */
    CompletableFuture<Void> nextAborted() {
        aborted = new CompletableFuture<>();
        return aborted;
    }

    long endlessBytes() {
        return endless.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
