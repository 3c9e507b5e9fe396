package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.api.ApiProblem;
import io.dispatcher.terminal.Terminal;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        sortOptions = false,
        description = "Run the scenario in a file once, without storing it. Exit code 2 if the file is wrong, 4 if the "
                + "scenario fails.")
final class ScenarioRunCommand extends ScenarioCommand.Run {
    private static final String PART = "scenario";

    @Parameters(paramLabel = "FILE", description = "A scenario, JSON or (.yaml, .yml) YAML.")
    Path file;

    ScenarioRunCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient api) throws Exception {
        ScenarioFile scenario = ScenarioFile.read(file);
        ObjectNode wish = wish();
        wish.set(PART, scenario.tree());
        JsonNode begun;
        try {
            begun = api.post(ScenarioCommand.PATH + "/run", wish).json();
        } catch (ApiProblem e) {
            String detail = String.valueOf(e.getMessage());
            if (e.status() == 400 && (detail.startsWith(PART + ".") || detail.startsWith(PART + ": "))) {
                throw scenario.refused(detail.substring(PART.length() + (detail.startsWith(PART + ".") ? 1 : 2)));
            }
            throw e;
        }
        return follow(api, begun.path("run_id").asText());
    }
}
