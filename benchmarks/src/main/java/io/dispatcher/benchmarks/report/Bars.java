package io.dispatcher.benchmarks.report;

import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.load.Scenario;
import java.util.List;
import java.util.Locale;

/** The bars set for Dispatcher against the figures of one run. A bar without figures is left out. Pure. */
final class Bars {
    private static final String DISPATCHER = "dispatcher";
    private static final String CRANKER = "cranker";
    private static final Scenario LOADED = new Scenario(64, Body.SMALL);
    private static final Scenario ALONE = new Scenario(1, Body.SMALL);

    private final Results results;
    private final List<ProcessFigures> processes;
    private final MarkdownTable table = new MarkdownTable(List.of("bar", "asked for", "this run", ""));
    private boolean any;

    Bars(Results results, List<ProcessFigures> processes) {
        this.results = results;
        this.processes = processes;
    }

    /** Nothing if no bar has figures. */
    List<String> lines() {
        if (results.scenarios().stream()
                .noneMatch(scenario -> results.peers(scenario).contains(DISPATCHER))) {
            return List.of();
        }
        throughput();
        tail();
        addedLatency();
        errors();
        for (ProcessFigures process : processes) {
            if (process.process().equals("coordinator")) {
                start(process, 10, 400);
            } else if (process.process().equals("agent")) {
                start(process, 1.5, 100);
            }
        }
        return any ? table.lines() : List.of();
    }

    private void throughput() {
        double ratio = results.medianRatio(LOADED, DISPATCHER, CRANKER, Cell::requestsPerSecond);
        if (!Double.isNaN(ratio)) {
            String verdict = ratio >= 3 ? "reached" : ratio >= 2 ? "least reached" : "**missed**";
            row(
                    "64 connections, small: requests/s against Cranker",
                    "3 × the goal, 2 × the least",
                    "%.2f ×",
                    ratio,
                    verdict);
        }
    }

    private void tail() {
        double own = results.median(LOADED, DISPATCHER, Cell::p99Millis);
        double cranker = results.median(LOADED, CRANKER, Cell::p99Millis);
        if (!Double.isNaN(own) && !Double.isNaN(cranker)) {
            String asked = String.format(Locale.ROOT, "below Cranker's %.2f ms", cranker);
            row("64 connections, small: p99", asked, "%.2f ms", own, verdict(own < cranker));
        }
    }

    private void addedLatency() {
        double added =
                results.median(ALONE, DISPATCHER, Cell::p50Millis) - results.median(ALONE, "direct", Cell::p50Millis);
        if (!Double.isNaN(added)) {
            row("one connection: added over direct", "at most 1.0 ms", "%.3f ms", added, verdict(added <= 1.0));
        }
    }

    /** Figures that were bought with wrong answers reach no bar. */
    private void errors() {
        long errors = results.scenarios().stream()
                .mapToLong(scenario -> results.errors(scenario, DISPATCHER))
                .sum();
        row("wrong or missing answers, all scenarios", "none", "%.0f", errors, verdict(errors == 0));
    }

    private void start(ProcessFigures process, double seconds, double mebibytes) {
        double ready = process.readySeconds();
        double rss = process.rssRestMib();
        String limit = seconds == Math.rint(seconds) ? "%.0f" : "%.1f";
        row(
                process.process() + " ready",
                String.format(Locale.ROOT, "at most " + limit + " s", seconds),
                "%.1f s",
                ready,
                verdict(ready <= seconds));
        row(
                process.process() + " RSS at rest",
                String.format(Locale.ROOT, "at most %.0f MiB", mebibytes),
                "%.0f MiB",
                rss,
                verdict(rss <= mebibytes));
    }

    private void row(String bar, String asked, String format, double value, String verdict) {
        any = true;
        table.row(bar, asked, String.format(Locale.ROOT, format, value), verdict);
    }

    private static String verdict(boolean reached) {
        return reached ? "reached" : "**missed**";
    }
}
