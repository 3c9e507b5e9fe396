package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.MonitorTable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "results",
        sortOptions = false,
        description = "Show a monitor's results over time, the newest first: loss and percentiles.")
final class MonitorResultsCommand extends MonitorCommand.One {
    @Option(names = "--agent-id", paramLabel = "ID", description = "Only of this agent.")
    @Nullable
    String agentId;

    @Option(names = "--since", paramLabel = "T", description = "Only from then on: a time, or 10m, 2h, 7d ago.")
    @Nullable
    String since;

    @Option(names = "--until", paramLabel = "T", description = "Only up to then.")
    @Nullable
    String until;

    @Option(names = "--step", paramLabel = "S", description = "Take so many seconds together.")
    @Nullable
    Integer step;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default ${DEFAULT-VALUE}).")
    int limit = 20;

    MonitorResultsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient api) throws Exception {
        JsonNode answer = api.get(path(api) + "/results", query()).json();
        if (json) {
            printJson(answer);
        } else if (answer.path("items").isEmpty()) {
            terminal().note("no results yet that match");
        } else {
            MonitorTable.results(answer.path("items"), terminal()).print(terminal());
            if (answer.hasNonNull("next_cursor")) {
                terminal().note(terminal().dim("there are more: --limit, or narrow --since and --until"));
            }
        }
        return ExitCode.OK;
    }

    private Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        if (agentId != null) {
            query.put("agent_id", agentId);
        }
        put(query, "since", since);
        put(query, "until", until);
        if (step != null) {
            query.put("step", String.valueOf(step));
        }
        query.put("limit", String.valueOf(limit));
        return query;
    }

    private void put(Map<String, String> query, String name, @Nullable String text) {
        try {
            if (text != null) {
                query.put(name, Times.instant(text, Duration::negated));
            }
        } catch (IllegalArgumentException e) {
            throw usage("--" + name + ": " + e.getMessage());
        }
    }
}
