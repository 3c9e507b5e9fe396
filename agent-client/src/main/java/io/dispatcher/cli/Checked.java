package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.api.ApiProblem;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.Shown;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a check found from one place.
 *
 * @param agent who was asked; null: whose turn it was
 * @param result what came, null where it was a problem
 * @param unmet what of the result is not as expected
 * @param certificateUntil when the certificate that the target showed ends; null without TLS
 */
record Checked(
        @Nullable String agent,
        @Nullable JsonNode result,
        @Nullable ApiProblem problem,
        List<String> unmet,
        @Nullable String certificateUntil) {
    private static final Set<String> OF_THE_TARGET = Set.of("target", "resolver");

    /** Whether the check was made and the target is at fault, not one of those on the way to it. */
    boolean targetFailed() {
        return problem != null
                && problem.problem() != null
                && OF_THE_TARGET.contains(
                        problem.problem().path("failure_source").asText());
    }

    int exitCode() {
        if (problem != null && !targetFailed()) {
            return ExitCode.FAILURE;
        }
        return problem == null && unmet.isEmpty() ? ExitCode.OK : ExitCode.ASSERTION;
    }

    void print(Terminal terminal) {
        String sign = exitCode() == ExitCode.OK ? terminal.tick() : terminal.cross();
        if (result == null) {
            String who = agent == null ? "" : terminal.bold(Terminal.oneLine(agent)) + terminal.dot();
            terminal.line(sign + " " + who + (problem == null ? "" : Terminal.oneLine(problem.line())));
            return;
        }
        var status = Shown.status(result, terminal);
        terminal.line(sign + " "
                + status.style().apply(Terminal.oneLine(Shown.text(result, "http_version") + " " + status.text()))
                + terminal.dot() + terminal.bold(Terminal.oneLine(Shown.text(result, "agent_id"))) + " from "
                + terminal.bold(Terminal.oneLine(Shown.text(result, "source_address")))
                + terminal.dot() + Shown.text(result, "size_bytes") + " bytes");
        terminal.line("  " + terminal.dim(Bodies.timings(result.path("timings"), terminal)));
        if (certificateUntil != null) {
            terminal.line("  "
                    + terminal.dim("certificate ends " + Terminal.oneLine(Shown.until(certificateUntil)) + " ("
                            + Terminal.oneLine(certificateUntil) + ")"));
        }
        unmet.forEach(what -> terminal.line("  " + terminal.red(Terminal.oneLine(what))));
    }

    ObjectNode json() {
        ObjectNode json = ApiClient.object().put("ok", exitCode() == ExitCode.OK);
        json.put("from", agent);
        unmet.forEach(json.putArray("unmet")::add);
        json.put("certificate_until", certificateUntil);
        json.set("result", result);
        json.set("problem", problem == null ? null : problem.problem());
        return json;
    }
}
