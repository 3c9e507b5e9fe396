package io.dispatcher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.load.LoadPlan;
import io.dispatcher.load.LoadResult;
import io.dispatcher.load.LoadRun;
import io.dispatcher.terminal.ProgressLine;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.LoadTable;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "load",
        sortOptions = false,
        description = "Load an HTTP server and tell what came of it. Thresholds that are broken are exit code 4.")
final class LoadCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    LoadOptions options = new LoadOptions();

    @Parameters(
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8000/",
            description = "What to request (${DEFAULT-VALUE}).")
    URI url;

    @Option(names = "--json", description = "Print the figures as JSON.")
    boolean json;

    @Option(names = "--markdown", description = "Print the table in Markdown.")
    boolean markdown;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    private final Terminal terminal;

    LoadCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        try {
            LoadResult result = run("load", options.plan(url), terminal);
            List<String> broken = options.broken(result);
            show(Map.of("load", result), broken, json, markdown, terminal);
            return broken.isEmpty() ? ExitCode.OK : ExitCode.ASSERTION;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    static LoadResult run(String label, LoadPlan plan, Terminal terminal) throws CommandFailure {
        ProgressLine line = new ProgressLine(terminal, label);
        try {
            LoadResult result = LoadRun.of(
                    plan,
                    now -> line.update(String.format(
                            java.util.Locale.ROOT,
                            "%.0f requests/s, p95 %.1f ms, %.2f %% errors",
                            now.rps(),
                            now.percentile(95),
                            now.errorRate() * 100)));
            line.gone();
            return result;
        } catch (IOException e) {
            line.gone();
            throw new CommandFailure("cannot load " + plan.uri() + " (" + e.getMessage() + ")");
        }
    }

    static void show(
            Map<String, LoadResult> results, List<String> broken, boolean json, boolean markdown, Terminal terminal)
            throws IOException {
        if (json) {
            ObjectNode all = ApiClient.object();
            ObjectNode runs = all.putObject("runs");
            results.forEach((name, result) -> runs.set(name, json(result)));
            ArrayNode gates = all.putArray("broken");
            broken.forEach(gates::add);
            terminal.line(ApiClient.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(all));
            return;
        }
        LoadTable.lines(results, markdown).forEach(terminal::line);
        results.forEach((name, result) -> result.errors()
                .forEach((kind, count) ->
                        terminal.note(terminal.dim(name + ": " + count + " × " + Terminal.oneLine(kind)))));
        broken.forEach(gate -> terminal.note(terminal.red("broken: " + gate)));
    }

    private static ObjectNode json(LoadResult result) {
        ObjectNode json = ApiClient.object();
        json.put("requests", result.requests());
        json.put("error_rate", result.errorRate());
        json.put("rps", result.rps());
        json.put("p50_ms", result.percentile(50));
        json.put("p95_ms", result.percentile(95));
        json.put("p99_ms", result.percentile(99));
        json.put("max_ms", result.maxMillis());
        json.put("seconds", result.seconds());
        json.put("body_bytes", result.bytes());
        ObjectNode statuses = json.putObject("status_classes");
        result.statuses().forEach(statuses::put);
        ObjectNode errors = json.putObject("errors");
        result.errors().forEach(errors::put);
        return json;
    }
}
