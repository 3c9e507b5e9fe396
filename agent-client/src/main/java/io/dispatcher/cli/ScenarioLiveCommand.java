package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.Shown;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "live",
        description =
                "Follow what happens: requests, scenarios, targets, agents. A line each, until it is interrupted.")
final class ScenarioLiveCommand extends ApiCommand {
    private static final String SNAPSHOT = "/api/events/snapshot";
    private static final String MOST = "1000";
    private static final long BEYOND = 999_999_999_999_999_999L;

    @Option(names = "--since-id", paramLabel = "N", description = "From the event after this one (default: from now).")
    @Nullable
    Long sinceId;

    @Option(names = "--type", paramLabel = "T", description = "Only events whose type begins so, like scenario.")
    String type = "";

    @Option(names = "--count", paramLabel = "N", description = "End after so many.")
    long count = Long.MAX_VALUE;

    @Option(names = "--cli-refresh-ms", paramLabel = "MS", description = "How often to look (default 100).")
    int refreshMs = 100;

    private final CountDownLatch interrupted = new CountDownLatch(1);
    private long shown;

    ScenarioLiveCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient api) throws Exception {
        long since = sinceId == null ? last(api) : sinceId;
        try (Interruption interruption = new Interruption(interrupted::countDown)) {
            do {
                JsonNode some = look(api, since, MOST);
                if (some.path("gap").asBoolean()) {
                    terminal().note("events after " + since + " are not kept any more");
                }
                for (JsonNode event : some.path("events")) {
                    show(event);
                }
                since = some.path("next_since_id").asLong(since);
            } while (shown < count && !interrupted.await(Math.max(10, refreshMs), TimeUnit.MILLISECONDS));
            return interruption.ended(ExitCode.OK);
        }
    }

    /** Of all there are: beyond every number the answer says which is the last. */
    private static long last(ApiClient api) throws Exception {
        return look(api, BEYOND, "1").path("next_since_id").asLong();
    }

    private static JsonNode look(ApiClient api, long since, String limit) throws Exception {
        Map<String, String> query = new TreeMap<>();
        query.put("since_id", Long.toString(since));
        query.put("limit", limit);
        return api.get(SNAPSHOT, query).json();
    }

    private void show(JsonNode event) throws Exception {
        if (shown >= count || !event.path("type").asText().startsWith(type)) {
            return;
        }
        shown++;
        if (json) {
            terminal().line(ApiClient.mapper().writeValueAsString(event));
            return;
        }
        StringBuilder data = new StringBuilder();
        event.path("data").properties().forEach(member -> {
            if (member.getValue().isValueNode() && !member.getValue().isNull()) {
                data.append(' ')
                        .append(member.getKey())
                        .append('=')
                        .append(member.getValue().asText());
            }
        });
        terminal()
                .line(terminal().dim(event.path("id").asText() + " " + Shown.time(Shown.text(event, "time"))) + " "
                        + terminal().bold(Terminal.oneLine(event.path("type").asText()))
                        + " " + Terminal.oneLine(data.toString()));
    }
}
