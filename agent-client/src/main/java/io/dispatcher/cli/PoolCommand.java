package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.PoolTable;
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
        terminal().line(PoolTable.summary(pool, terminal()));
        if (!pool.path("addresses").isEmpty()) {
            PoolTable.of(pool.path("addresses"), terminal()).print(terminal());
        }
        return ExitCode.OK;
    }
}
