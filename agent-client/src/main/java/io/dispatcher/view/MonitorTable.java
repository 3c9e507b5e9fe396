package io.dispatcher.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.Table;
import io.dispatcher.terminal.Table.Cell;
import io.dispatcher.terminal.Terminal;
import java.util.Locale;

/** Monitors and what they see, as tables. */
public final class MonitorTable {
    private MonitorTable() {}

    /** One row a monitor. */
    public static Table of(JsonNode monitors, Terminal terminal) {
        Table table = new Table()
                .elastic("NAME")
                .column("STATE")
                .optional("SINCE")
                .column("KIND")
                .elastic("TARGET")
                .number("EVERY")
                .number("FROM");
        for (JsonNode monitor : monitors) {
            table.row(
                    Shown.text(monitor, "name"),
                    state(monitor, terminal),
                    Shown.ago(Shown.text(monitor, "state_since")),
                    Shown.text(monitor, "kind"),
                    Terminal.oneLine(target(monitor)),
                    every(monitor),
                    String.valueOf(monitor.path("vantage_points").size()));
        }
        return table;
    }

    private static Cell state(JsonNode monitor, Terminal terminal) {
        return monitor.path("paused").asBoolean()
                ? new Cell("paused", terminal::dim)
                : Shown.state(Shown.text(monitor, "state"), terminal);
    }

    static String target(JsonNode monitor) {
        return monitor.has("target") ? Shown.text(monitor, "target") : Shown.text(monitor.path("request"), "url");
    }

    private static String every(JsonNode monitor) {
        double seconds = monitor.path("interval").asDouble();
        return seconds == Math.rint(seconds) ? Shown.duration((long) seconds * 1_000) : seconds + "s";
    }

    /** One whole: what it is, and a row for each vantage point. */
    public static void print(JsonNode monitor, Terminal terminal) {
        Cell state = state(monitor, terminal);
        terminal.line(terminal.bold(Shown.text(monitor, "name")) + "  "
                + state.style().apply(state.text()) + " since "
                + Shown.time(Shown.text(monitor, "state_since")) + terminal.dot()
                + Shown.text(monitor, "kind") + " " + Terminal.oneLine(target(monitor)) + " every " + every(monitor));
        terminal.line(terminal.dim("id " + Shown.text(monitor, "id")));
        if (monitor.path("vantage_points").isEmpty()) {
            terminal.note("no run has ended yet");
            return;
        }
        Table table = new Table()
                .elastic("FROM")
                .elastic("SOURCE")
                .column("STATE")
                .optional("SINCE")
                .number("LOSS")
                .number("TIME")
                .column("CERTIFICATE")
                .elastic("REASON");
        for (JsonNode point : monitor.path("vantage_points")) {
            table.row(
                    Shown.text(point, "agent_id"),
                    Shown.text(point, "source_address"),
                    Shown.state(Shown.text(point, "state"), terminal),
                    Shown.ago(Shown.text(point, "since")),
                    percent(point),
                    Shown.millis(point.path("duration_ms")),
                    Shown.until(Shown.text(point, "certificate_until")),
                    Terminal.oneLine(Shown.text(point, "reason")));
        }
        table.print(terminal);
    }

    private static String percent(JsonNode item) {
        JsonNode loss = item.path("loss_percent");
        return loss.isNumber() ? String.format(Locale.ROOT, "%.1f %%", loss.asDouble()) : "-";
    }

    /** Results, or steps of them. */
    public static Table results(JsonNode results, Terminal terminal) {
        Table table = new Table()
                .column("TIME")
                .elastic("FROM")
                .elastic("SOURCE")
                .column("STATE")
                .number("LOSS")
                .number("P50")
                .number("P95")
                .optionalNumber("P99")
                .optionalNumber("MAX")
                .elastic("REASON");
        for (JsonNode result : results) {
            table.row(
                    Shown.time(Shown.text(result, "time")),
                    Shown.text(result, "agent_id"),
                    Shown.text(result, "source_address"),
                    result.has("runs") ? runs(result, terminal) : Shown.state(Shown.text(result, "state"), terminal),
                    percent(result),
                    Shown.millis(result.path("p50_ms")),
                    Shown.millis(result.path("p95_ms")),
                    Shown.millis(result.path("p99_ms")),
                    Shown.millis(result.path("max_ms")),
                    Terminal.oneLine(Shown.text(result, "reason")));
        }
        return table;
    }

    /** How many of a step's runs were up. */
    private static Cell runs(JsonNode step, Terminal terminal) {
        int up = step.path("up").asInt();
        int all = step.path("runs").asInt();
        return new Cell(up + "/" + all + " up", up == all ? terminal::green : terminal::yellow);
    }
}
