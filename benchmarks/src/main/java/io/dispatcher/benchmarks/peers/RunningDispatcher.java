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

/** Dispatcher's API in place of the target: every answer must be a 200 that reports the target's 200. */
record RunningDispatcher(InetSocketAddress address, Target target, List<ChildProcess> processes)
        implements RunningPeer {
    private static final String PATH = "/api/execute";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public boolean supports(Scenario scenario) {
        return true;
    }

    @Override
    public LoadSession open(Scenario scenario) throws IOException {
        Body body = scenario.body();
        HttpExchange exchange = HttpExchange.post(address, PATH, requestFor(body), body.size(), "\"status_code\":200");
        return new HttpLoadSession(exchange, scenario.connections());
    }

    private String requestFor(Body body) {
        return "{\"url\": \"" + target.url(body) + "\"}";
    }

    @Override
    public void verify(Body body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(HttpPeer.uri(address, PATH))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(requestFor(body)))
                .build();
        HttpResponse<byte[]> response = HttpPeer.exchange(request);
        if (response.statusCode() != 200) {
            throw new IOException(PATH + " answered " + response.statusCode() + ": "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
        check(JSON.readTree(response.body()), body);
    }

    private static void check(JsonNode answer, Body body) throws IOException {
        if (answer.path("status_code").asInt() != 200) {
            throw new IOException("status_code is " + answer.path("status_code"));
        }
        if (!answer.path("body").asText().equals(new String(body.content(), StandardCharsets.US_ASCII))) {
            throw new IOException("another body came back, size_bytes " + answer.path("size_bytes"));
        }
    }
}
