package io.dispatcher.benchmarks.report;

import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.load.Scenario;
import java.util.List;
import java.util.Locale;

/** What is asked of a tunnel beside Cranker, from the figures of one run. A bar without figures is left out. Pure. */
final class TunnelBars {
    private static final String TUNNEL = "tunnel";
    private static final String CRANKER = "cranker";
    private static final int LOADED = 64;

    private final Results results;
    private final MarkdownTable table = new MarkdownTable(List.of("bar", "asked for", "this run", ""));

    TunnelBars(Results results) {
        this.results = results;
    }

    List<String> lines() {
        for (Body body : List.of(Body.SMALL, Body.KIB_64)) {
            Scenario scenario = new Scenario(LOADED, body);
            if (results.scenarios().contains(scenario)) {
                beside(scenario);
            }
        }
        long errors = results.scenarios().stream()
                .mapToLong(scenario -> results.errors(scenario, TUNNEL))
                .sum();
        table.row("wrong or missing answers, all scenarios", "none", Long.toString(errors), verdict(errors == 0));
        return table.lines();
    }

    private void beside(Scenario scenario) {
        double rate = results.medianRatio(scenario, TUNNEL, CRANKER, Cell::requestsPerSecond);
        table.row(
                scenario.title() + ": requests/s against Cranker",
                "3 × the goal, 2 × the least",
                text("%.2f ×", rate),
                rate >= 3 ? "reached" : rate >= 2 ? "least reached" : "**missed**");
        double own = results.median(scenario, TUNNEL, Cell::p99Millis);
        double cranker = results.median(scenario, CRANKER, Cell::p99Millis);
        table.row(
                scenario.title() + ": p99",
                text("below Cranker's %.2f ms", cranker),
                text("%.2f ms", own),
                verdict(own < cranker));
        double cpu = hops(scenario, TUNNEL);
        double crankerCpu = hops(scenario, CRANKER);
        table.row(
                scenario.title() + ": CPU of the hops for 1,000 requests",
                text("below Cranker's %.3f s", crankerCpu),
                text("%.3f s", cpu),
                verdict(cpu < crankerCpu));
    }

    private double hops(Scenario scenario, String peer) {
        return results.processes(scenario, peer).stream()
                .filter(process -> !process.equals("target") && !process.equals("load"))
                .mapToDouble(process -> results.cpu(scenario, peer, process))
                .sum();
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static String verdict(boolean reached) {
        return reached ? "reached" : "**missed**";
    }
}
