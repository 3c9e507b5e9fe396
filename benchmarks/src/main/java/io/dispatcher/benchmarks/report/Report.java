package io.dispatcher.benchmarks.report;

import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.load.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Renders a run as Markdown. Pure.
 *
 * @param header lines above the tables: date, machine, options
 * @param peers id to description, in the order of the report
 */
public record Report(List<String> header, Map<String, String> peers, Results results, List<ProcessFigures> processes) {
    private static final String BASE = "cranker";
    private static final String FLOOR = "direct";

    public String markdown() {
        List<String> lines = new ArrayList<>();
        header.forEach(line -> lines.add("- " + line));
        lines.add("- " + disturbance());
        peers.forEach((id, description) -> lines.add("- **" + id + "**: " + description));
        lines.add("");
        List<String> bars = new Bars(results, processes).lines();
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
        List<String> columns = List.of(
                "scenario",
                "peer",
                "requests/s",
                "× Cranker",
                "p50 ms",
                "p99 ms",
                "errors",
                "CPU s per 1,000 requests");
        MarkdownTable table = new MarkdownTable(columns);
        for (Scenario scenario : results.scenarios()) {
            for (String peer : results.peers(scenario)) {
                double ratio = results.medianRatio(scenario, peer, BASE, Cell::requestsPerSecond);
                table.row(
                        scenario.title(),
                        peer,
                        number("%,.0f", results.median(scenario, peer, Cell::requestsPerSecond)),
                        number("%.2f", ratio),
                        number("%.2f", results.median(scenario, peer, Cell::p50Millis)),
                        number("%.2f", results.median(scenario, peer, Cell::p99Millis)),
                        Long.toString(results.errors(scenario, peer)),
                        cpu(scenario, peer));
            }
        }
        return table.lines();
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
