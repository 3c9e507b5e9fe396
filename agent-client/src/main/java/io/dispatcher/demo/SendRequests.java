package io.dispatcher.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.api.ApiProblem;
import io.dispatcher.api.Unreachable;
import io.dispatcher.terminal.ProgressLine;
import io.dispatcher.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Real HTTP requests, twice round the pool, and what the target saw of them. */
final class SendRequests implements Step {
    private static final int ROUNDS = 2;
    private static final double TIMEOUT_SECONDS = 10;
    private static final Duration WAIT = Duration.ofSeconds(30);

    @Override
    public void run(Stage stage) throws ApiProblem, Unreachable, InterruptedException {
        int pool = stage.plan().size();
        String url = stage.targetUrl() + "/whoami";
        stage.heading("Requests", "POST /api/execute {\"url\": \"" + url + "\"}");
        ProgressLine progress = new ProgressLine(stage.terminal(), "sending");
        for (int i = 0; i < ROUNDS * pool; i++) {
            progress.update("request " + (i + 1) + " of " + ROUNDS * pool);
            stage.sent().add(send(stage, url));
        }
        progress.gone();
        Terminal terminal = stage.terminal();
        SentTable.lines(stage.sent(), terminal).forEach(terminal::line);
        judge(stage, pool);
    }

    private static Sent send(Stage stage, String url) throws ApiProblem, Unreachable, InterruptedException {
        ObjectNode request = ApiClient.object().put("url", url).put("timeout", TIMEOUT_SECONDS);
        try {
            JsonNode result = stage.api()
                    .call("POST", "/api/execute", request, Map.of(), WAIT)
                    .json();
            return new Sent(result, seen(result));
        } catch (ApiProblem problem) {
            JsonNode body = problem.problem();
            if (body == null || !body.hasNonNull("request_id")) {
                throw problem;
            }
            return new Sent(body, "");
        }
    }

    private static String seen(JsonNode result) {
        try {
            return ApiClient.mapper()
                    .readTree(result.path("body").asText())
                    .path("remote_address")
                    .asText();
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private static void judge(Stage stage, int pool) {
        Path log = stage.workspace().log(StartCoordinator.PART);
        for (int i = 0; i < stage.sent().size(); i++) {
            Sent sent = stage.sent().get(i);
            if (!sent.ok()) {
                stage.complain("request " + (i + 1) + " failed: " + SentTable.failure(sent), log);
            } else if (!sent.seenAsSent()) {
                String seen = sent.seen().isEmpty() ? "no address" : sent.seen();
                stage.complain(
                        "request " + (i + 1) + " should come from " + sent.source() + ", the target saw " + seen,
                        stage.workspace().log(sent.agentId()));
            }
        }
        if (stage.sent().stream().allMatch(Sent::ok)) {
            List<String> faults = Turns.faults(stage.sent(), pool);
            faults.forEach(fault -> stage.complain(fault, log));
            if (faults.isEmpty() && stage.sent().stream().allMatch(Sent::seenAsSent)) {
                Terminal terminal = stage.terminal();
                terminal.line(terminal.tick() + " " + stage.sent().size()
                        + " requests, twice round the pool, strictly in turn");
            }
        }
    }
}
