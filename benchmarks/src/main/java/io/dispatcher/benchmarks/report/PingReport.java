package io.dispatcher.benchmarks.report;

import io.dispatcher.benchmarks.ping.Crowd;
import io.dispatcher.benchmarks.ping.CrowdTask;
import io.dispatcher.benchmarks.ping.ManyTargets;
import io.dispatcher.benchmarks.ping.PingRow;
import io.dispatcher.benchmarks.ping.SideBySide;
import io.dispatcher.icmp.lab.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Pings beside {@code fping} as Markdown, each figure the median of its rounds. Pure but for the question who makes the weather.
 *
 * @param many the part with many targets
 * @param crowd the part with many agents, the cold task first
 */
public record PingReport(
        List<String> header, List<PingRow> rows, List<PingRow> many, int targets, List<CrowdTask> crowd) {
    private static final double MICROS = 20;
    private static final double SHARE = 0.05;
    private static final double SCHEDULE = 1.2;
    private static final double CPU = 3;
    private static final double FIRST_LINE_MILLIS = 100;

    public String markdown() {
        List<String> lines = new ArrayList<>();
        header.forEach(line -> lines.add("- " + line));
        lines.add(
                SideBySide.netem()
                        ? "- weather by the kernel's netem: chance decides anew for each pinger what is lost"
                        : "- weather by a relay of ours between two TUN devices (this kernel has no netem): both pingers lose the same");
        lines.add("");
        lines.addAll(roundTrips());
        lines.add("");
        lines.addAll(manyTargets());
        if (!crowd.isEmpty()) {
            lines.add("");
            lines.addAll(manyAgents());
        }
        return String.join("\n", lines) + "\n";
    }

    private List<String> roundTrips() {
        MarkdownTable table = new MarkdownTable(List.of(
                "same target, same time",
                "ours µs",
                "fping µs",
                "difference (of the rounds)",
                "at most",
                "",
                "loss ours",
                "loss fping",
                "doubled"));
        byScenario(rows).forEach((scenario, rounds) -> {
            double fping = median(rounds, row -> row.fping().averageMicros());
            List<Double> differences = rounds.stream()
                    .map(row -> row.engine().averageMicros() - row.fping().averageMicros())
                    .toList();
            double difference = Statistics.median(differences);
            double[] range = Statistics.range(differences);
            double limit = MICROS + SHARE * fping;
            table.row(
                    scenario,
                    number("%,.1f", median(rounds, row -> row.engine().averageMicros())),
                    number("%,.1f", fping),
                    number("%+.1f", difference) + " (" + number("%+.1f", range[0]) + "–" + number("%+.1f", range[1])
                            + ")",
                    number("± %.1f", limit),
                    verdict(Math.abs(difference) <= limit),
                    number("%.1f %%", median(rounds, row -> row.engine().lossPercent())),
                    number("%.1f %%", median(rounds, row -> row.fping().lossPercent())),
                    number("%.0f", median(rounds, row -> row.engine().duplicates())));
        });
        return table.lines();
    }

    private List<String> manyTargets() {
        String what = String.format(Locale.ROOT, "%,d targets × %d", targets, ManyTargets.COUNT);
        MarkdownTable table = new MarkdownTable(List.of(what, "asked for", "ours", "fping", ""));
        double schedule = ManyTargets.COUNT * ManyTargets.INTERVAL_MILLIS;
        byScenario(many).forEach((family, rounds) -> {
            double elapsed = median(rounds, row -> row.engine().elapsedMillis());
            double cpu = median(rounds, row -> row.engine().cpuMillis());
            double fpingCpu = median(rounds, row -> row.fping().cpuMillis());
            double lost =
                    rounds.stream().mapToLong(row -> lost(row.engine())).max().orElse(0);
            table.row(
                    family + ": done, s",
                    number("at most %.1f", SCHEDULE * schedule / 1_000),
                    number("%.2f", elapsed / 1_000),
                    number("%.2f", median(rounds, row -> row.fping().elapsedMillis()) / 1_000),
                    verdict(elapsed <= SCHEDULE * schedule));
            table.row(
                    family + ": lost, worst round",
                    "none",
                    number("%.0f", lost),
                    number(
                            "%.0f",
                            rounds.stream()
                                    .mapToLong(row -> lost(row.fping()))
                                    .max()
                                    .orElse(0)),
                    verdict(lost == 0));
            table.row(
                    family + ": CPU, s",
                    number("below %.2f", CPU * fpingCpu / 1_000),
                    number("%.2f", cpu / 1_000),
                    number("%.2f", fpingCpu / 1_000),
                    verdict(cpu < CPU * fpingCpu));
        });
        return table.lines();
    }

    private List<String> manyAgents() {
        MarkdownTable table = new MarkdownTable(List.of(
                Crowd.AGENTS + " agents × " + Crowd.TARGETS + " targets × " + Crowd.COUNT + ", one client",
                "asked for",
                "first task",
                "median of the " + (crowd.size() - 1) + " others",
                "worst of them",
                ""));
        List<CrowdTask> warm = crowd.subList(1, crowd.size());
        row(table, "first line, ms", number("at most %.0f", FIRST_LINE_MILLIS), CrowdTask::firstLineMillis, warm);
        row(table, "all told, ms", "", CrowdTask::doneMillis, warm);
        row(table, "CPU of the coordinator, ms", "", CrowdTask::coordinatorCpuMillis, warm);
        row(table, "CPU of all agents, ms", "", CrowdTask::agentsCpuMillis, warm);
        int pairs = Crowd.AGENTS * Crowd.TARGETS;
        long whole = crowd.stream()
                .filter(task -> task.summaries() == pairs && task.replies() == pairs * Crowd.COUNT)
                .count();
        table.row(
                "tasks with all summaries and replies",
                "all",
                "",
                whole + " of " + crowd.size(),
                "",
                verdict(whole == crowd.size()));
        return table.lines();
    }

    private void row(
            MarkdownTable table, String what, String limit, ToDoubleFunction<CrowdTask> figure, List<CrowdTask> warm) {
        List<Double> figures = warm.stream().map(figure::applyAsDouble).toList();
        double median = Statistics.median(figures);
        double worst = Statistics.range(figures)[1];
        double cold = figure.applyAsDouble(crowd.get(0));
        String verdict = limit.isEmpty() ? "" : verdict(worst <= FIRST_LINE_MILLIS && cold <= FIRST_LINE_MILLIS);
        table.row(what, limit, number("%,.0f", cold), number("%,.0f", median), number("%,.0f", worst), verdict);
    }

    private static long lost(Figures figures) {
        return figures.sent() - figures.received();
    }

    private static Map<String, List<PingRow>> byScenario(List<PingRow> all) {
        Map<String, List<PingRow>> sorted = new LinkedHashMap<>();
        all.forEach(row -> sorted.computeIfAbsent(row.scenario(), name -> new ArrayList<>())
                .add(row));
        return sorted;
    }

    private static double median(List<PingRow> rounds, ToDoubleFunction<PingRow> figure) {
        return Statistics.median(rounds.stream().map(figure::applyAsDouble).toList());
    }

    private static String verdict(boolean reached) {
        return reached ? "reached" : "**missed**";
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
    }
}
