package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.AgentTable;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(name = "agents", description = "List the agents and the addresses they offer.")
final class AgentsCommand extends ApiCommand {
    AgentsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient api) throws Exception {
        JsonNode agents = api.all("/api/agents", Map.of());
        if (json) {
            printJson(agents);
        } else if (agents.path("items").isEmpty()) {
            terminal()
                    .note("no agents yet: start one with 'dispatcher agent --coordinator-url " + coordinatorUrl + "'");
        } else {
            AgentTable.of(agents.path("items"), terminal()).print(terminal());
        }
        return ExitCode.OK;
    }
}
