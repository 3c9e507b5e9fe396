package io.dispatcher.scenarios.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.config.Settings;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.scenarios.Runs;
import io.dispatcher.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Starts runs and, for those who asked for that, waits for their reports: each with a thread of the server, so of few at a time and not for ever. */
@ApplicationScoped
public class ReportWaits {
    private static final int MOST = 16;
    /** Of the server's threads. */
    private static final int PART = 4;

    private static final long LONGEST_SECONDS = 600;

    private int most;
    private Semaphore places = new Semaphore(0);

    @Inject
    void settings(Settings settings) {
        most = Math.max(1, Math.min(MOST, settings.server().workerCount() / PART));
        places = new Semaphore(most);
    }

    /** What starts a run. */
    @FunctionalInterface
    interface Start {
        Runs.Begun with(Consumer<ObjectNode> ended) throws SQLException;
    }

    /**
     * @param wait {@code true}: until it is over
     * @return 202 with its id, or 200 with its report
     */
    Response begin(@Nullable String wait, Start start) throws SQLException {
        if (wait != null && !wait.equals("true") && !wait.equals("false")) {
            throw ProblemException.of(FailureType.INVALID_REQUEST, "wait must be true or false");
        }
        if (!"true".equals(wait)) {
            return started(runId(start.with(report -> {})));
        }
        if (!places.tryAcquire()) {
            throw ProblemException.of(
                    FailureType.RATE_LIMITED, most + " callers wait for reports; start it without wait=true");
        }
        try {
            CompletableFuture<ObjectNode> report = new CompletableFuture<>();
            String runId = runId(start.with(report::complete));
            return awaited(runId, report);
        } finally {
            places.release();
        }
    }

    private static Response awaited(String runId, CompletableFuture<ObjectNode> report) {
        try {
            return Response.ok(report.get(LONGEST_SECONDS, TimeUnit.SECONDS)).build();
        } catch (TimeoutException e) {
            return started(runId);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return started(runId);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String runId(Runs.Begun begun) {
        if (begun instanceof Runs.Begun.Refused refused) {
            throw new ProblemException(refused.failure());
        }
        return ((Runs.Begun.Started) begun).runId();
    }

    private static Response started(String runId) {
        return Response.accepted(JsonNodeFactory.instance
                        .objectNode()
                        .put("run_id", runId)
                        .put("status", "running"))
                .location(URI.create("/api/scenarios/runs/" + runId))
                .build();
    }
}
