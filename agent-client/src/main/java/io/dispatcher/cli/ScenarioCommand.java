package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Table;
import io.dispatcher.terminal.Terminal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "scenario",
        description = "Run requests in steps and check the answers: run, list, run-remote, live, proxy.")
final class ScenarioCommand implements Runnable {
    static final String PATH = "/api/scenarios";

    @Spec
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: run, list, run-remote, live or proxy");
    }

    @Command(name = "list", description = "List the stored scenarios.")
    static final class List extends ApiCommand {
        List(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient api) throws Exception {
            JsonNode scenarios = api.all(PATH, Map.of());
            if (json) {
                printJson(scenarios);
            } else if (scenarios.path("items").isEmpty()) {
                terminal().note("no scenarios: POST one to " + PATH + ", or run a file with 'dispatcher scenario run'");
            } else {
                table(scenarios.path("items")).print(terminal());
            }
            return ExitCode.OK;
        }

        private static Table table(JsonNode items) {
            Table table = new Table()
                    .column("ID")
                    .elastic("NAME")
                    .number("STEPS")
                    .number("ROWS")
                    .number("SEED");
            items.forEach(item -> table.row(
                    item.path("id").asText(),
                    Terminal.oneLine(item.path("name").asText()),
                    item.path("steps").size(),
                    Math.max(1, item.path("data").size()),
                    item.path("seed").asText()));
            return table;
        }
    }

    /** What is the same of all runs. */
    abstract static class Run extends ApiCommand {
        @Option(names = "--seed", paramLabel = "N", description = "Seed of the faults, instead of the scenario's own.")
        @Nullable
        Long seed;

        @Option(
                names = "--var",
                paramLabel = "NAME=VALUE",
                description = "A variable, instead of the scenario's own; repeatable.")
        Map<String, String> variables = new LinkedHashMap<>();

        @Option(names = "--cli-refresh-ms", paramLabel = "MS", description = "How often to look how far it is.")
        int refreshMs = 100;

        @Option(
                names = "--report",
                paramLabel = "FILE",
                description = "Write the report there: JUnit XML for .xml, a page for .html, else JSON.")
        @Nullable
        Path report;

        Run(Terminal terminal) {
            super(terminal);
        }

        final ObjectNode wish() {
            ObjectNode wish = ApiClient.object();
            if (seed != null) {
                wish.put("seed", seed);
            }
            if (!variables.isEmpty()) {
                ObjectNode given = wish.putObject("variables");
                variables.forEach(given::put);
            }
            return wish;
        }

        final int follow(ApiClient api, String runId) throws Exception {
            return new ScenarioFollower(api, terminal(), Math.max(10, refreshMs), json, report).follow(runId);
        }
    }

    @Command(name = "run-remote", description = "Run a stored scenario. Exit code 4 if it fails.")
    static final class RunRemote extends Run {
        @Parameters(paramLabel = "ID", description = "Its id, as in 'dispatcher scenario list'.")
        String id;

        RunRemote(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient api) throws Exception {
            JsonNode begun =
                    api.post(PATH + "/" + ApiClient.encode(id) + "/run", wish()).json();
            return follow(api, begun.path("run_id").asText());
        }
    }
}
