package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Table;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.Shown;
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
            table(queues.path("items")).print(terminal());
        }
        return ExitCode.OK;
    }

    private static Table table(JsonNode queues) {
        Table table = new Table()
                .elastic("QUEUE")
                .number("DEPTH")
                .number("OLDEST")
                .number("CONSUMERS")
                .optionalNumber("DELIVERING")
                .number("EXPIRED")
                .number("DEAD");
        for (JsonNode queue : queues) {
            table.row(
                    Shown.text(queue, "name"),
                    Shown.text(queue, "depth"),
                    queue.path("depth").asLong() == 0
                            ? "-"
                            : Shown.duration(queue.path("oldest_ms").asLong()),
                    Shown.text(queue, "consumers"),
                    Shown.text(queue, "delivering"),
                    Shown.text(queue, "expired"),
                    Shown.text(queue, "dead"));
        }
        return table;
    }
}
