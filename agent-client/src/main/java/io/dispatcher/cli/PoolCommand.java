package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Table;
import io.dispatcher.terminal.Terminal;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(name = "pool", description = "Show the address pool: which addresses are in turn, and what they did.")
final class PoolCommand extends ApiCommand {
    PoolCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient api) throws Exception {
        JsonNode pool = api.get("/api/pool/status", Map.of()).json();
        if (json) {
            printJson(pool);
            return ExitCode.OK;
        }
        terminal().line(summary(pool, terminal()));
        if (!pool.path("addresses").isEmpty()) {
            table(pool.path("addresses"), terminal()).print(terminal());
        }
        return ExitCode.OK;
    }

    private static String summary(JsonNode pool, Terminal terminal) {
        return terminal.bold(Shown.text(pool, "available") + " of " + Shown.text(pool, "size") + " addresses available")
                + terminal.dot() + "strategy " + Terminal.oneLine(Shown.text(pool, "strategy"));
    }

    static Table table(JsonNode addresses, Terminal terminal) {
        Table table = new Table()
                .column("ADDRESS")
                .elastic("AGENT")
                .column("STATE")
                .optionalNumber("BUSY")
                .number("REQUESTS")
                .number("ERRORS")
                .optional("LAST USED");
        for (JsonNode address : addresses) {
            String used = Shown.text(address, "last_used");
            table.row(
                    Shown.text(address, "address"),
                    Shown.text(address, "agent_id"),
                    Shown.state(Shown.text(address, "state"), terminal),
                    Shown.text(address, "in_flight"),
                    Shown.text(address, "requests"),
                    Shown.text(address, "errors"),
                    used.equals("-") ? "never" : Shown.ago(used));
        }
        return table;
    }
}
