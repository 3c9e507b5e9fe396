package io.dispatcher.benchmarks.report;

import io.dispatcher.benchmarks.load.Scenario;
import java.util.List;
import java.util.Locale;

/** What is asked of mocks beside WireMock, from the figures of one run. Pure. */
final class MockBars {
    private static final String MOCKS = "mocks";
    private static final String WIREMOCK = "wiremock";
    private static final double LEAST = 1.5;

    private final Results results;
    private final MemoryOverHits memory;
    private final MarkdownTable table = new MarkdownTable(List.of("bar", "asked for", "this run", ""));

    MockBars(Results results, MemoryOverHits memory) {
        this.results = results;
        this.memory = memory;
    }

    List<String> lines() {
        for (Scenario scenario : results.scenarios()) {
            double rate = results.medianRatio(scenario, MOCKS, WIREMOCK, Cell::requestsPerSecond);
            table.row(
                    scenario.title() + ": requests/s against WireMock",
                    text("%.1f ×", LEAST),
                    text("%.2f ×", rate),
                    verdict(rate >= LEAST));
        }
        table.row(
                String.format(Locale.ROOT, "RSS after %,d hits", memory.laterHits()),
                String.format(
                        Locale.ROOT, "no higher than the %.0f MiB after %,d", memory.firstMib(), memory.firstHits()),
                text("%.0f MiB", memory.laterMib()),
                verdict(memory.laterMib() <= memory.firstMib()));
        long errors = results.scenarios().stream()
                .mapToLong(scenario -> results.errors(scenario, MOCKS))
                .sum();
        table.row("wrong or missing answers, all scenarios", "none", Long.toString(errors), verdict(errors == 0));
        return table.lines();
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static String verdict(boolean reached) {
        return reached ? "reached" : "**missed**";
    }
}
