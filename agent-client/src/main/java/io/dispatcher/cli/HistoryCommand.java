package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.Answer;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.HistoryLines;
import io.dispatcher.view.Shown;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "history", description = "List what was done, newest first, or show one entry whole.")
final class HistoryCommand extends ApiCommand {
    enum Format {
        har,
        curl
    }

    @Parameters(arity = "0..1", paramLabel = "ID", description = "Show this entry whole.")
    @Nullable
    String id;

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "har or curl instead of the entry itself; har also of a list.")
    @Nullable
    Format format;

    @Option(names = "--agent-id", paramLabel = "ID", description = "Only of this agent.")
    @Nullable
    String agentId;

    @Option(names = "--source-address", paramLabel = "A", description = "Only from this address.")
    @Nullable
    String sourceAddress;

    @Option(names = "--method", paramLabel = "M", description = "Only with this method.")
    @Nullable
    String method;

    @Option(names = "--status", paramLabel = "S", description = "Only with this status: 404, 4xx or error.")
    @Nullable
    String status;

    @Option(names = "--url", paramLabel = "U", description = "Only with this in the URL.")
    @Nullable
    String url;

    @Option(names = "--kind", paramLabel = "K", description = "Only of this kind: execute, ping, tunnel, proxy, ...")
    @Nullable
    String kind;

    @Option(names = "--since", paramLabel = "T", description = "Only from then on: a time, or 10m, 2h, 7d ago.")
    @Nullable
    String since;

    @Option(names = "--until", paramLabel = "T", description = "Only up to then.")
    @Nullable
    String until;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default ${DEFAULT-VALUE}).")
    int limit = 20;

    @Option(names = "--cursor", paramLabel = "C", description = "Go on from an earlier answer's next_cursor.")
    @Nullable
    String cursor;

    HistoryCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient api) throws Exception {
        if (id != null) {
            return whole(api, id);
        }
        if (format == Format.curl) {
            throw usage("--format curl needs the ID of an entry");
        }
        if (format != null) {
            Map<String, String> query = filters();
            query.put("format", format.name());
            terminal().bytes(api.get("/api/history", query).bytes());
            return ExitCode.OK;
        }
        JsonNode answer = api.get("/api/history", filters()).json();
        if (json) {
            printJson(answer);
            return ExitCode.OK;
        }
        answer.path("items").forEach(item -> HistoryLines.print(item, terminal()));
        if (answer.path("items").isEmpty()) {
            terminal().note("nothing in the history that matches");
        } else if (answer.hasNonNull("next_cursor")) {
            terminal().note(terminal().dim("more: --cursor " + Shown.text(answer, "next_cursor")));
        }
        return ExitCode.OK;
    }

    private Map<String, String> filters() {
        Map<String, String> query = new LinkedHashMap<>();
        put(query, "agent_id", agentId);
        put(query, "source_address", sourceAddress);
        put(query, "method", method);
        put(query, "status", status);
        put(query, "url", url);
        put(query, "kind", kind);
        put(query, "since", instant("--since", since));
        put(query, "until", instant("--until", until));
        put(query, "cursor", cursor);
        query.put("limit", String.valueOf(limit));
        return query;
    }

    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }

    private @Nullable String instant(String option, @Nullable String text) {
        try {
            return text == null ? null : Times.instant(text, Duration::negated);
        } catch (IllegalArgumentException e) {
            throw usage(option + ": " + e.getMessage());
        }
    }

    private int whole(ApiClient api, String entry) throws Exception {
        String path = "/api/history/" + ApiClient.encode(entry);
        if (format != null) {
            Answer answer = api.call("GET", path + "?format=" + format, null, Map.of("Accept", "*/*"), ApiClient.SHORT);
            terminal().bytes(answer.bytes());
            return ExitCode.OK;
        }
        JsonNode item = api.get(path, Map.of()).json();
        if (json) {
            printJson(item);
        } else {
            new HistoryEntry(terminal()).print(item);
        }
        return ExitCode.OK;
    }
}
