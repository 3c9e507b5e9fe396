package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Table;
import io.dispatcher.terminal.Terminal;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;

@Command(name = "upstreams", description = "Show the services that tunnels reach, and which agents serve them.")
final class UpstreamsCommand extends ApiCommand {
    UpstreamsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient api) throws Exception {
        JsonNode page = api.get("/api/upstreams", Map.of("limit", "1000")).json();
        if (json) {
            printJson(page);
            return ExitCode.OK;
        }
        if (page.path("items").isEmpty()) {
            terminal().line("no agent claims an upstream: start one with --upstream NAME=URL");
            return ExitCode.OK;
        }
        Table table =
                new Table().column("UPSTREAM").elastic("AGENTS").number("BUSY").number("WAITING");
        for (JsonNode upstream : page.path("items")) {
            table.row(
                    upstream.path("name").asText(),
                    agents(upstream.path("agents")),
                    upstream.path("in_flight").asText(),
                    upstream.path("waiting").asText());
        }
        table.print(terminal());
        return ExitCode.OK;
    }

    private static String agents(JsonNode agents) {
        return StreamSupport.stream(agents.spliterator(), false)
                .map(agent -> agent.path("agent_id").asText() + " "
                        + agent.path("status").asText())
                .collect(Collectors.joining(", "));
    }
}
