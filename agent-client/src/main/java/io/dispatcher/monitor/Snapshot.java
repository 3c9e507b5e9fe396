package io.dispatcher.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.monitor.model.Sample;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.AgentTable;
import io.dispatcher.view.HistoryLines;
import io.dispatcher.view.PoolTable;
import io.dispatcher.view.QueueTable;
import io.dispatcher.view.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The monitor's lists once, one below the other. */
public final class Snapshot {
    private static final int REQUESTS = 10;

    private Snapshot() {}

    /** For a person. */
    public static void print(Sample sample, Terminal terminal) {
        JsonNode stats = sample.stats();
        JsonNode latency = stats.path("latency_ms");
        JsonNode queue = stats.path("queue");
        terminal.line(
                terminal.bold(share(stats.path("agents"), "connected", "total") + " agents connected") + terminal.dot()
                        + "up " + Shown.duration(stats.path("uptime_seconds").asLong() * 1000));
        terminal.line(requests(stats.path("requests")) + terminal.dot() + "p50 " + Shown.millis(latency.path("p50"))
                + ", p95 " + Shown.millis(latency.path("p95")) + ", p99 " + Shown.millis(latency.path("p99")));
        terminal.line(shown(queue, "depth") + " queued" + terminal.dot() + shown(queue, "expired") + " expired"
                + terminal.dot() + shown(queue, "dead") + " dead");
        terminal.line("");
        AgentTable.of(sample.agents(), terminal).print(terminal);
        terminal.line("");
        terminal.line(PoolTable.summary(sample.pool(), terminal));
        PoolTable.of(sample.pool().path("addresses"), terminal).print(terminal);
        terminal.line("");
        QueueTable.of(sample.queues()).print(terminal);
        errors(stats.path("requests").path("by_error"), terminal);
        history(sample.history(), terminal);
    }

    private static String share(JsonNode of, String part, String whole) {
        return shown(of, part) + " of " + shown(of, whole);
    }

    private static String shown(JsonNode of, String member) {
        return Terminal.oneLine(Shown.text(of, member));
    }

    private static String requests(JsonNode requests) {
        long total = requests.path("total").asLong();
        return String.format(
                Locale.ROOT,
                "%,d requests, %,d failed",
                total,
                requests.path("failed").asLong());
    }

    private static void errors(JsonNode byError, Terminal terminal) {
        List<String> errors = new ArrayList<>();
        byError.properties()
                .forEach(e -> errors.add(
                        Terminal.oneLine(e.getKey() + " " + e.getValue().asText())));
        if (!errors.isEmpty()) {
            terminal.line("");
            terminal.line(terminal.bold("errors") + " " + String.join(terminal.dot(), errors));
        }
    }

    private static void history(JsonNode items, Terminal terminal) {
        if (!items.isEmpty()) {
            terminal.line("");
        }
        int shown = 0;
        for (JsonNode item : items) {
            if (shown++ == REQUESTS) {
                return;
            }
            HistoryLines.print(item, terminal);
        }
    }

    /** For a program: each part as the API gives it. */
    public static ObjectNode json(Sample sample) {
        ObjectNode json = ApiClient.object();
        json.set("stats", sample.stats());
        json.set("agents", sample.agents());
        json.set("pool", sample.pool());
        json.set("queues", sample.queues());
        json.set("history", sample.history());
        return json;
    }
}
