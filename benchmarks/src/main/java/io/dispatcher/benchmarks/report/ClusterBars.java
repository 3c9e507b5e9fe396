package io.dispatcher.benchmarks.report;

import io.dispatcher.benchmarks.load.Scenario;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What two coordinators cost beside one, against its bar, from the figures of one run. A bar without figures is left out. Pure. */
final class ClusterBars {
    static final String ONE = "one";
    static final String TWO = "two";
    static final String ACROSS = "across";
    private static final String COORDINATOR = "coordinator";
    private static final String FIRST = "coordinator A";
    private static final String BROKER = "broker";
    private static final double MOST = 1.1;

    private final Results results;
    private final MarkdownTable table = new MarkdownTable(List.of(
            "CPU for a request", "asked for", "this run: median of the ratios in each round (of the rounds)", ""));

    ClusterBars(Results results) {
        this.results = results;
    }

    List<String> lines() {
        for (Scenario scenario : results.scenarios()) {
            row(
                    scenario,
                    "two coordinators together against one, caller and agent at one",
                    TWO,
                    all(COORDINATOR),
                    true);
            row(
                    scenario,
                    "the same, measured by what agent, target and load cost in the same window",
                    TWO,
                    cell -> Statistics.ratio(
                            all(COORDINATOR).applyAsDouble(cell), yardstick().applyAsDouble(cell)),
                    false);
            row(scenario, "of that the one with caller and agent", TWO, all(FIRST), false);
            row(scenario, "the broker", TWO, all(BROKER), false);
            row(scenario, "two coordinators against one, caller and agent apart", ACROSS, all(COORDINATOR), false);
            row(scenario, "the broker, caller and agent apart", ACROSS, all(BROKER), false);
            long errors = results.peers(scenario).stream()
                    .mapToLong(peer -> results.errors(scenario, peer))
                    .sum();
            table.row("wrong or missing answers", "none", Long.toString(errors), verdict(errors == 0));
        }
        return table.lines();
    }

    /** What does not know how many coordinators there are costs more in a window in which the machine is slow. */
    private static ToDoubleFunction<Cell> yardstick() {
        return cell -> all("agent").applyAsDouble(cell)
                + all("target").applyAsDouble(cell)
                + all("load").applyAsDouble(cell);
    }

    private static ToDoubleFunction<Cell> all(String processes) {
        return cell -> cell.cpuPerThousand().entrySet().stream()
                .filter(process -> process.getKey().startsWith(processes))
                .mapToDouble(java.util.Map.Entry::getValue)
                .sum();
    }

    private void row(Scenario scenario, String what, String peer, ToDoubleFunction<Cell> cpu, boolean bar) {
        List<Double> ratios = results.ratios(scenario, peer, ONE, cpu);
        double median = Statistics.median(ratios);
        if (Double.isNaN(median)) {
            return;
        }
        double[] range = Statistics.range(ratios);
        table.row(
                what,
                bar ? String.format(Locale.ROOT, "at most %.0f %%", MOST * 100) : "to be said beside it",
                String.format(Locale.ROOT, "%.0f %% (%.0f–%.0f)", median * 100, range[0] * 100, range[1] * 100),
                bar ? verdict(median <= MOST) : "");
    }

    private static String verdict(boolean reached) {
        return reached ? "reached" : "**missed**";
    }
}
