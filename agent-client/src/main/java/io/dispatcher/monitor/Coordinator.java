package io.dispatcher.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.api.ApiProblem;
import io.dispatcher.api.Unreachable;
import io.dispatcher.monitor.model.Sample;
import java.time.Duration;
import java.util.Map;

/** What the monitor asks the coordinator for. For one thread. */
public final class Coordinator {
    private static final Duration WAIT = Duration.ofSeconds(5);
    /** A pool of more addresses is asked for less often: its answer is long. */
    private static final int LARGE_POOL = 2_000;

    private static final int LARGE_POOL_EVERY = 5;
    private static final int HISTORY = 200;
    private static final int MOST = 1_000;

    private final ApiClient api;
    private int asked;

    public Coordinator(ApiClient api) {
        this.api = api;
    }

    /** Everything once; {@code history}: with the newest requests. */
    public Sample sample(boolean history) throws ApiProblem, Unreachable, InterruptedException {
        JsonNode stats = get("/api/stats");
        boolean large = stats.path("pool").path("size").asInt() > LARGE_POOL;
        boolean pool = !large || asked++ % LARGE_POOL_EVERY == 0;
        return new Sample(
                System.nanoTime(),
                stats,
                get("/api/agents?limit=" + MOST).path("items"),
                pool ? get("/api/pool/status") : MissingNode.getInstance(),
                get("/api/queues?limit=" + MOST).path("items"),
                history ? get("/api/history?limit=" + HISTORY).path("items") : MissingNode.getInstance());
    }

    private JsonNode get(String path) throws ApiProblem, Unreachable, InterruptedException {
        return api.call("GET", path, null, Map.of(), WAIT).json();
    }
}
