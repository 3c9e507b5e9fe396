package io.dispatcher.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.AnswerLines;
import io.dispatcher.api.ApiClient;
import io.dispatcher.api.ApiProblem;
import io.dispatcher.api.Unreachable;
import io.dispatcher.terminal.ProgressLine;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.PingBoard;
import io.dispatcher.view.PingTable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Real pings of the target's machine from every agent; where this machine permits none that is said, and is no failure of the demo. */
final class ShowPings implements Step {
    private static final int COUNT = 3;
    private static final int INTERVAL_MS = 200;
    private static final int TIMEOUT_MS = 2_000;
    private static final int MOST_ROWS = 50;
    private static final Duration WAIT = Duration.ofSeconds(15);

    @Override
    public void run(Stage stage) throws ApiProblem, Unreachable, InterruptedException {
        String target = URI.create(stage.targetUrl()).getHost().replaceAll("[\\[\\]]", "");
        stage.heading("Pings", "POST /ping-task {\"from\": [\"*\"], \"targets\": [\"" + target + "\"]}");
        PingBoard board = new PingBoard(List.of(target));
        String problem = ping(stage, target, board);
        if (problem != null && problem.contains("cannot ping")) {
            stage.terminal().line(stage.terminal().dim(Terminal.oneLine(problem)));
            return;
        }
        PingTable.lines(board, MOST_ROWS, stage.terminal()).forEach(stage.terminal()::line);
        if (problem != null || !board.answered()) {
            stage.complain(
                    problem == null ? "no ping was answered" : problem,
                    stage.workspace().log(StartCoordinator.PART));
        }
    }

    /** @return the last error's detail; null if there was none */
    private static @Nullable String ping(Stage stage, String target, PingBoard board)
            throws ApiProblem, Unreachable, InterruptedException {
        ObjectNode task = ApiClient.object()
                .put("interval", INTERVAL_MS)
                .put("count", COUNT)
                .put("timeout", TIMEOUT_MS);
        task.putArray("from").add("*");
        task.putArray("targets").add(target);
        ProgressLine progress = new ProgressLine(stage.terminal(), "pinging");
        progress.update(target);
        String problem = null;
        try (AnswerLines lines = stage.api().stream("/ping-task", task, WAIT)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                JsonNode event = ApiClient.mapper().readTree(line);
                board.heard(event);
                problem = event.path("type").asText().equals("error")
                        ? event.path("detail").asText()
                        : problem;
            }
        } catch (JsonProcessingException e) {
            problem = "the coordinator's answer is no JSON";
        } finally {
            progress.gone();
        }
        return problem;
    }
}
