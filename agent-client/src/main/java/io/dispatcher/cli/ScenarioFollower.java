package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.api.ApiProblem;
import io.dispatcher.api.Unreachable;
import io.dispatcher.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Shows a run's steps as they end, and takes the run back if it is interrupted. */
final class ScenarioFollower {
    private static final String RUNS = ScenarioCommand.PATH + "/runs/";
    private static final String ACCEPT = "Accept";

    private final ApiClient api;
    private final Terminal terminal;
    private final int refreshMs;
    private final boolean json;
    private final @Nullable Path report;
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private int shown;

    ScenarioFollower(ApiClient api, Terminal terminal, int refreshMs, boolean json, @Nullable Path report) {
        this.api = api;
        this.terminal = terminal;
        this.refreshMs = refreshMs;
        this.json = json;
        this.report = report;
    }

    int follow(String runId) throws Exception {
        String path = RUNS + ApiClient.encode(runId);
        try (Interruption interruption = new Interruption(interrupted::countDown)) {
            JsonNode run = look(path);
            boolean taken = false;
            while (run.path("status").asText().equals("running")) {
                boolean stop = interrupted.await(taken ? 0 : refreshMs, TimeUnit.MILLISECONDS);
                if (stop && !taken) {
                    taken = true;
                    api.delete(path);
                } else if (taken) {
                    TimeUnit.MILLISECONDS.sleep(refreshMs);
                }
                run = look(path);
            }
            return interruption.ended(ended(path, run));
        }
    }

    private JsonNode look(String path) throws ApiProblem, Unreachable, InterruptedException {
        JsonNode run = api.get(path, Map.of()).json();
        if (!json) {
            for (; shown < run.path("steps").size(); shown++) {
                ScenarioLines.step(run.path("steps").path(shown), terminal);
            }
        }
        return run;
    }

    private int ended(String path, JsonNode run) throws Exception {
        if (json) {
            terminal.line(ApiClient.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(run));
        } else {
            ScenarioLines.summary(run, terminal);
        }
        if (report != null) {
            write(path, report);
        }
        return switch (run.path("status").asText()) {
            case "passed" -> ExitCode.OK;
            case "failed" -> ExitCode.ASSERTION;
            default -> ExitCode.FAILURE;
        };
    }

    private void write(String path, Path to) throws Exception {
        String name = to.toString();
        String format = name.endsWith(".xml") ? "junit" : name.endsWith(".html") ? "html" : "json";
        byte[] bytes = api.call("GET", path + "?format=" + format, null, Map.of(ACCEPT, "*/*"), ApiClient.SHORT)
                .bytes();
        try {
            Files.write(to, bytes);
        } catch (IOException e) {
            throw new CommandFailure("the report cannot be written to " + to + " (" + e.getMessage() + ")");
        }
    }
}
