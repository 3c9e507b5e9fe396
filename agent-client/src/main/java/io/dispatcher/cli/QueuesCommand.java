package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.QueueTable;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(name = "queues", description = "List the queues: what waits in them, and who takes it.")
final class QueuesCommand extends ApiCommand {
    QueuesCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient api) throws Exception {
        JsonNode queues = api.all("/api/queues", Map.of());
        if (json) {
            printJson(queues);
        } else {
            QueueTable.of(queues.path("items")).print(terminal());
        }
        return ExitCode.OK;
    }
}
