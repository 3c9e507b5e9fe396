package io.dispatcher.benchmarks.report;

import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.load.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Renders a run as Markdown. Pure.
 *
 * @param header lines above the tables: date, machine, options
 * @param peers id to description, in the order of the report
 * @param base the peer that the others' rates are compared with; null: none
 * @param bars a table, or nothing
 */
public record Report(
        List<String> header,
        Map<String, String> peers,
        Results results,
        List<ProcessFigures> processes,
        @Nullable String base,
        List<String> bars) {
    private static final String FLOOR = "direct";

    /** The full chain beside its peers. */
    public static Report ofPeers(
            List<String> header, Map<String, String> peers, Results results, List<ProcessFigures> processes) {
        List<String> bars = new Bars(results, processes).lines();
        return new Report(header, peers, results, processes, "cranker", bars);
    }

    /** What is stored, and what comes by message. */
    public static Report ofQueue(
            List<String> header, Map<String, String> peers, Results results, List<ProcessFigures> processes) {
        return new Report(header, peers, results, processes, null, new QueueBars(results).lines());
    }

    /** Two coordinators beside one. */
    public static Report ofCluster(
            List<String> header, Map<String, String> peers, Results results, List<ProcessFigures> processes) {
        return new Report(header, peers, results, processes, null, new ClusterBars(results).lines());
    }

    /** Tunnels beside their peers. */
    public static Report ofTunnel(
            List<String> header, Map<String, String> peers, Results results, List<ProcessFigures> processes) {
        return new Report(header, peers, results, processes, "cranker", new TunnelBars(results).lines());
    }

    /** Mocks beside WireMock. */
    public static Report ofMocks(
            List<String> header,
            Map<String, String> peers,
            Results results,
            List<ProcessFigures> processes,
            MemoryOverHits memory) {
        return new Report(header, peers, results, processes, "wiremock", new MockBars(results, memory).lines());
    }

    public String markdown() {
        List<String> lines = new ArrayList<>();
        header.forEach(line -> lines.add("- " + line));
        lines.add("- " + disturbance());
        peers.forEach((id, description) -> lines.add("- **" + id + "**: " + description));
        lines.add("");
        if (!bars.isEmpty()) {
            lines.addAll(bars);
            lines.add("");
        }
        lines.addAll(figures());
        lines.addAll(addedLatency());
        lines.addAll(processTable());
        lines.addAll(errors());
        return String.join("\n", lines) + "\n";
    }

    /** On a machine that has other work, rates are too low and tails too long; CPU per request and ratios suffer less. */
    private String disturbance() {
        double cores = results.otherWork();
        String warning = cores > 0.2
                ? "; **the machine was not quiet: rates and latencies are worse than it can do, compare ratios and CPU**"
                : "";
        return "other work on the machine during the measured windows: median " + number("%.2f", cores) + " cores"
                + warning;
    }

    private List<String> figures() {
        List<String> columns = new ArrayList<>(List.of(
                "scenario",
                "peer",
                "requests/s (of the rounds)",
                "p50 ms",
                "p99 ms",
                "errors",
                "CPU s per 1,000 requests"));
        if (base != null) {
            columns.add(3, "× " + base);
        }
        MarkdownTable table = new MarkdownTable(columns);
        for (Scenario scenario : results.scenarios()) {
            for (String peer : results.peers(scenario)) {
                table.row(row(scenario, peer).toArray(String[]::new));
            }
        }
        return table.lines();
    }

    private List<String> row(Scenario scenario, String peer) {
        List<String> cells = new ArrayList<>(List.of(
                scenario.title(),
                peer,
                rate(scenario, peer),
                number("%.2f", results.median(scenario, peer, Cell::p50Millis)),
                number("%.2f", results.median(scenario, peer, Cell::p99Millis)),
                Long.toString(results.errors(scenario, peer)),
                cpu(scenario, peer)));
        if (base != null) {
            cells.add(3, number("%.2f", results.medianRatio(scenario, peer, base, Cell::requestsPerSecond)));
        }
        return cells;
    }

    private String rate(Scenario scenario, String peer) {
        double[] range = results.range(scenario, peer, Cell::requestsPerSecond);
        return number("%,.0f", results.median(scenario, peer, Cell::requestsPerSecond)) + " ("
                + number("%,.0f", range[0]) + "–" + number("%,.0f", range[1]) + ")";
    }

    private String cpu(Scenario scenario, String peer) {
        List<String> parts = new ArrayList<>();
        for (String process : results.processes(scenario, peer)) {
            parts.add(process + " " + number("%.3f", results.cpu(scenario, peer, process)));
        }
        return String.join(", ", parts);
    }

    private List<String> addedLatency() {
        Scenario one = new Scenario(1, Body.SMALL);
        if (!results.scenarios().contains(one) || !results.peers(one).contains(FLOOR)) {
            return List.of();
        }
        double floor = results.median(one, FLOOR, Cell::p50Millis);
        MarkdownTable table =
                new MarkdownTable(List.of("one connection, small body", "p50 ms", "added over direct, ms"));
        for (String peer : results.peers(one)) {
            double p50 = results.median(one, peer, Cell::p50Millis);
            table.row(peer, number("%.3f", p50), peer.equals(FLOOR) ? "" : number("%.3f", p50 - floor));
        }
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(table.lines());
        return lines;
    }

    private List<String> processTable() {
        MarkdownTable table =
                new MarkdownTable(List.of("peer", "process", "ready s", "RSS at rest MiB", "RSS after MiB", "command"));
        for (ProcessFigures process : processes) {
            table.row(
                    process.peer(),
                    process.process(),
                    number("%.1f", process.readySeconds()),
                    number("%.0f", process.rssRestMib()),
                    number("%.0f", process.rssAfterMib()),
                    "`" + String.join(" ", process.command()) + "`");
        }
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(table.lines());
        return lines;
    }

    private List<String> errors() {
        List<String> lines = new ArrayList<>();
        for (Scenario scenario : results.scenarios()) {
            for (String peer : results.peers(scenario)) {
                results.firstError(scenario, peer)
                        .ifPresent(what -> lines.add("- " + peer + ", " + scenario.title() + ", first error: "
                                + MarkdownTable.escape(what)));
            }
        }
        if (!lines.isEmpty()) {
            lines.add(0, "");
        }
        return lines;
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
    }
}
