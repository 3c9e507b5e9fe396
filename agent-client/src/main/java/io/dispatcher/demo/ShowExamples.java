package io.dispatcher.demo;

import io.dispatcher.api.ApiClient;
import io.dispatcher.api.ApiProblem;
import io.dispatcher.api.Unreachable;
import io.dispatcher.terminal.Terminal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What to try next; each command is tried before it is shown. */
final class ShowExamples implements Step {
    @Override
    public void run(Stage stage) throws ApiProblem, Unreachable, InterruptedException {
        Terminal terminal = stage.terminal();
        stage.heading("Try it", stage.settings().once() ? "with a demo that stays up, without --once" : "");
        for (Example example : examples(stage)) {
            try {
                example.tryOut(stage.api());
            } catch (ApiProblem problem) {
                stage.complain(
                        example.title() + ": " + problem.line(),
                        stage.workspace().log(StartCoordinator.PART));
                continue;
            }
            terminal.line(terminal.dim("# " + example.title()));
            example.curl(stage.coordinatorUrl()).forEach(terminal::line);
        }
        terminal.line(terminal.dim("# the same from the command line"));
        terminal.line(launcher(stage.launcher()) + " exec --server " + stage.coordinatorUrl() + " \\");
        terminal.line("  '" + stage.targetUrl() + "/whoami'");
        terminal.line("");
        if (answers(stage, "/console/")) {
            terminal.line("Console      " + terminal.bold(stage.coordinatorUrl() + "/console/"));
        }
        terminal.line("Coordinator  " + terminal.bold(stage.coordinatorUrl()));
    }

    private static List<Example> examples(Stage stage) {
        String url = stage.targetUrl() + "/whoami";
        Map<String, String> chosen = new LinkedHashMap<>();
        chosen.put("url", url);
        chosen.put("source_address", stage.plan().perAgent().get(0).get(0));
        return List.of(
                new Example("a request from the address whose turn it is", "/api/execute", Map.of("url", url)),
                new Example("a request from a chosen address", "/api/execute", chosen),
                new Example("which agent and address would send it", "/api/execute/explain", Map.of("url", url)),
                new Example("the pool of addresses", "/api/pool/status", Map.of()),
                new Example("the latest requests", "/api/history?limit=3", Map.of()));
    }

    private static boolean answers(Stage stage, String path) throws Unreachable, InterruptedException {
        try {
            stage.api().call("GET", path, null, Map.of("Accept", "text/html"), ApiClient.SHORT);
            return true;
        } catch (ApiProblem problem) {
            return false;
        }
    }

    private static String launcher(Path script) {
        String here = Path.of("").toAbsolutePath().resolve(script.getFileName()).toString();
        String text = script.toString().equals(here) ? "./" + script.getFileName() : script.toString();
        return text.matches("[\\w/.,+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
