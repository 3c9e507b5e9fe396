package io.dispatcher.benchmarks.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.load.HttpExchange;
import io.dispatcher.benchmarks.load.HttpLoadSession;
import io.dispatcher.benchmarks.load.LoadSession;
import io.dispatcher.benchmarks.load.Scenario;
import io.dispatcher.benchmarks.process.ChildProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Requests that are accepted and, because no agent comes, expire: the next window begins when all have. */
record RunningAcceptance(InetSocketAddress address, Target target, List<ChildProcess> processes, boolean keyed)
        implements RunningPeer {
    private static final String PATH = "/api/execute";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration ALL_ENDED = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Longer than a window with what comes before it, so that nothing expires within it, and less than the default, so that the queues are empty sooner. */
    private static final int TTL_SECONDS = 12;

    @Override
    public boolean usesTarget() {
        return false;
    }

    @Override
    public boolean supports(Scenario scenario) {
        return scenario.body() == Body.SMALL;
    }

    private String request() {
        return "{\"url\": \"" + target.url(Body.SMALL) + "\", \"ttl\": " + TTL_SECONDS + "}";
    }

    @Override
    public LoadSession open(Scenario scenario) throws IOException {
        return new HttpLoadSession(HttpExchange.accepted(address, PATH, request(), keyed), scenario.connections());
    }

    /** One is accepted, and can be asked for. */
    @Override
    public void verify(Body body) throws IOException {
        HttpResponse<byte[]> accepted = HttpPeer.exchange(HttpRequest.newBuilder(HttpPeer.uri(address, PATH))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("Prefer", "respond-async")
                .POST(HttpRequest.BodyPublishers.ofString(request()))
                .build());
        String location = accepted.headers().firstValue("Location").orElse("");
        if (accepted.statusCode() != 202 || location.isEmpty()) {
            throw new IOException(PATH + " answered " + accepted.statusCode() + ": " + text(accepted));
        }
        String status = get(location).path("status").asText();
        if (!status.equals("queued")) {
            throw new IOException(location + " is " + status);
        }
    }

    private JsonNode get(String path) throws IOException {
        HttpResponse<byte[]> response = HttpPeer.exchange(HttpRequest.newBuilder(HttpPeer.uri(address, path))
                .timeout(LIMIT)
                .build());
        if (response.statusCode() != 200) {
            throw new IOException(path + " answered " + response.statusCode() + ": " + text(response));
        }
        return JSON.readTree(response.body());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Override
    public void recover() throws IOException {
        long deadline = System.nanoTime() + ALL_ENDED.toNanos();
        for (long open = open(); open > 0; open = open()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(open + " messages wait still, " + ALL_ENDED.toSeconds() + " s after the load");
            }
            for (int i = 0; i < 20; i++) {
                ChildProcess.pause();
            }
        }
    }

    /** Messages in queues that have a reader: the copies of what expired stay. */
    private long open() throws IOException {
        long open = 0;
        for (JsonNode queue : get("/api/queues").path("items")) {
            boolean read = queue.path("consumers").asLong() > 0
                    || queue.path("name").asText().equals("dispatcher.unassigned");
            open += read ? queue.path("depth").asLong() : 0;
        }
        return open;
    }
}
