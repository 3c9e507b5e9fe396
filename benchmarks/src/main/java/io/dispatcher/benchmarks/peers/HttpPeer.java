package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.load.HttpExchange;
import io.dispatcher.benchmarks.load.HttpLoadSession;
import io.dispatcher.benchmarks.load.LoadSession;
import io.dispatcher.benchmarks.load.Scenario;
import io.dispatcher.benchmarks.process.ChildProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A peer whose answer to {@code GET /body} is the target's answer: the target itself, or a reverse proxy. */
public record HttpPeer(InetSocketAddress address, String prefix, List<ChildProcess> processes) implements RunningPeer {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Whose paths are the target's. */
    HttpPeer(InetSocketAddress address, List<ChildProcess> processes) {
        this(address, "", processes);
    }

    @Override
    public boolean supports(Scenario scenario) {
        return true;
    }

    @Override
    public LoadSession open(Scenario scenario) throws IOException {
        HttpExchange exchange = HttpExchange.get(
                address, prefix + scenario.body().path(), scenario.body().size());
        return new HttpLoadSession(exchange, scenario.connections());
    }

    @Override
    public void verify(Body body) throws IOException {
        URI uri = uri(address, prefix + body.path());
        HttpResponse<byte[]> response =
                exchange(HttpRequest.newBuilder(uri).timeout(LIMIT).build());
        if (response.statusCode() != 200) {
            throw new IOException(uri + " answered " + response.statusCode());
        }
        if (!Arrays.equals(response.body(), body.content())) {
            throw new IOException(uri + " gave another body of " + response.body().length + " bytes");
        }
    }

    /** Tries until the body is right. */
    void awaitServing(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                verify(Body.SMALL);
                processes.forEach(ChildProcess::ready);
                return;
            } catch (IOException e) {
                checkWorthTrying(e, deadline);
            }
            ChildProcess.pause();
        }
    }

    private void checkWorthTrying(IOException cause, long deadline) throws IOException {
        for (ChildProcess process : processes) {
            process.requireAlive();
        }
        if (System.nanoTime() > deadline) {
            throw new IOException("not serving in time: " + cause.getMessage(), cause);
        }
    }

    static URI uri(InetSocketAddress address, String path) {
        return URI.create("http://" + address.getHostString() + ":" + address.getPort() + path);
    }

    static HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LIMIT)
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
