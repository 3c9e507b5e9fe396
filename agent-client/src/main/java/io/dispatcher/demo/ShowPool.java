package io.dispatcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiProblem;
import io.dispatcher.api.Unreachable;
import io.dispatcher.view.AgentTable;
import io.dispatcher.view.PoolTable;
import java.time.Duration;
import java.util.Map;

/** The agents and the pool of their addresses, as the coordinator sees them. */
final class ShowPool implements Step {
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 100;

    private final Duration bound;

    ShowPool() {
        this(BOUND);
    }

    /** {@code bound}: how long to wait for it to be as it should. */
    ShowPool(Duration bound) {
        this.bound = bound;
    }

    @Override
    public void run(Stage stage) throws ApiProblem, Unreachable, InterruptedException {
        JsonNode pool = pool(stage);
        stage.heading("Agents", "GET /api/agents");
        AgentTable.of(stage.api().all("/api/agents", Map.of()).path("items"), stage.terminal())
                .print(stage.terminal());
        stage.heading("Pool", "GET /api/pool/status");
        stage.terminal().line(PoolTable.summary(pool, stage.terminal()));
        PoolTable.of(pool.path("addresses"), stage.terminal()).print(stage.terminal());
        if (available(pool) != stage.plan().size()) {
            stage.complain(
                    "the agents offer " + stage.plan().size() + " addresses, but " + available(pool) + " are available",
                    stage.workspace().log(StartCoordinator.PART));
        }
    }

    private JsonNode pool(Stage stage) throws ApiProblem, Unreachable, InterruptedException {
        long deadline = System.nanoTime() + bound.toNanos();
        while (true) {
            JsonNode pool = stage.api().get("/api/pool/status", Map.of()).json();
            if (available(pool) >= stage.plan().size() || System.nanoTime() > deadline) {
                return pool;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static int available(JsonNode pool) {
        return pool.path("available").asInt();
    }
}
