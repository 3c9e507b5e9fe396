package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.Shown;
import java.util.Map;
import java.util.TreeMap;

/** Steps of a run, a line each and one for each reason. */
final class ScenarioLines {
    private ScenarioLines() {}

    static void step(JsonNode step, Terminal terminal) {
        String status = step.path("status").asText();
        String sign = status.equals("passed") ? terminal.tick() : status.equals("skipped") ? "-" : terminal.cross();
        String row = step.path("row").asInt() == 0
                ? ""
                : terminal.dim(" row " + step.path("row").asInt());
        StringBuilder line = new StringBuilder(
                sign + " " + Terminal.oneLine(step.path("name").asText()) + row);
        JsonNode results = step.path("results");
        if (results.size() == 1) {
            line.append(terminal.dim(terminal.dot() + of(results.get(0))));
        } else if (results.size() > 1) {
            line.append(terminal.dim(terminal.dot() + results.size() + " places"));
        } else if (!status.equals("passed")) {
            line.append(terminal.dim(terminal.dot() + status));
        }
        terminal.line(line.toString());
        if (step.hasNonNull("error")) {
            terminal.line(
                    "    " + terminal.red(Terminal.oneLine(step.path("error").asText())));
        }
        if (!status.equals("passed")) {
            results.forEach(result -> faults(result, terminal));
        }
    }

    private static String of(JsonNode result) {
        String agent = result.hasNonNull("agent_id") ? " by " + Shown.text(result, "agent_id") : "";
        int attempts = result.path("attempts").asInt();
        String answer = result.path("response").isObject()
                ? result.at("/response/status_code").asText() + " in "
                        + Shown.millis(result.at("/response/timings/total_ms"))
                : result.path("problem").path("type").asText().replaceFirst(".*/", "");
        return Terminal.oneLine(answer + agent + (attempts > 1 ? ", try " + attempts : ""));
    }

    private static void faults(JsonNode result, Terminal terminal) {
        for (JsonNode assertion : result.path("assertions")) {
            if (!assertion.path("passed").asBoolean()) {
                terminal.line("    "
                        + terminal.red(Terminal.oneLine(assertion.path("type").asText() + ": expected "
                                + assertion.path("expected") + ", was " + assertion.path("actual"))));
            }
        }
        if (result.hasNonNull("problem")) {
            terminal.line("    "
                    + terminal.red(Terminal.oneLine(
                            result.path("problem").path("detail").asText())));
        }
    }

    static void summary(JsonNode run, Terminal terminal) {
        Map<String, Integer> counts = new TreeMap<>();
        run.path("steps").forEach(step -> counts.merge(step.path("status").asText(), 1, Integer::sum));
        StringBuilder line = new StringBuilder();
        counts.forEach((status, count) ->
                line.append(terminal.dot()).append(count).append(' ').append(status));
        String status = run.path("status").asText();
        terminal.line((status.equals("passed") ? terminal.green(status) : terminal.red(status))
                + line
                + terminal.dim(terminal.dot() + "seed " + run.path("seed").asText() + terminal.dot() + "run "
                        + run.path("run_id").asText()));
        if (run.hasNonNull("error")) {
            terminal.line(terminal.red(Terminal.oneLine(run.path("error").asText())));
        }
    }
}
