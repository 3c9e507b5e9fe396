package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Table;
import io.dispatcher.terminal.Terminal;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "upstreams", description = "Show the services that tunnels reach, and which agents serve them.")
final class UpstreamsCommand extends ApiCommand {
    @Option(
            names = "--take-out",
            paramLabel = "NAME",
            description = "Answer its requests with 503 until it is put back.")
    @Nullable
    String takenOut;

    @Option(names = "--put-back", paramLabel = "NAME", description = "Let it serve again.")
    @Nullable
    String putBack;

    UpstreamsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient api) throws Exception {
        if (takenOut != null) {
            api.post("/api/upstreams/" + ApiClient.encode(takenOut) + "/maintenance", null);
        }
        if (putBack != null) {
            api.delete("/api/upstreams/" + ApiClient.encode(putBack) + "/maintenance");
        }
        JsonNode page = api.get("/api/upstreams", Map.of("limit", "1000")).json();
        if (json) {
            printJson(page);
            return ExitCode.OK;
        }
        if (page.path("items").isEmpty()) {
            terminal().line("no agent claims an upstream: start one with --upstream NAME=URL");
            return ExitCode.OK;
        }
        Table table = new Table()
                .column("UPSTREAM")
                .elastic("AGENTS")
                .number("BUSY")
                .number("WAITING")
                .column("STATE");
        for (JsonNode upstream : page.path("items")) {
            table.row(
                    upstream.path("name").asText(),
                    agents(upstream.path("agents")),
                    upstream.path("in_flight").asText(),
                    upstream.path("waiting").asText(),
                    upstream.path("maintenance").asBoolean() ? "maintenance" : "serves");
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
