package io.dispatcher.view;

import io.dispatcher.load.LoadResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures of load, a line a run. */
public final class LoadTable {
    private static final String PLAIN = "%-12s %10s %10s %10s %9s %9s %9s";
    private static final String MARKDOWN = "| %s | %s | %s | %s | %s | %s | %s |";

    private LoadTable() {}

    /** A table that reads well on a terminal, or in Markdown. */
    public static List<String> lines(Map<String, LoadResult> results, boolean markdown) {
        String format = markdown ? MARKDOWN : PLAIN;
        List<String> lines = new ArrayList<>();
        lines.add(String.format(format, "", "requests", "error rate", "requests/s", "p50 ms", "p95 ms", "p99 ms"));
        if (markdown) {
            lines.add("|---|---:|---:|---:|---:|---:|---:|");
        }
        results.forEach((name, result) -> lines.add(String.format(
                Locale.ROOT,
                format,
                name,
                result.requests(),
                String.format(Locale.ROOT, "%.2f %%", result.errorRate() * 100),
                String.format(Locale.ROOT, "%.0f", result.rps()),
                millis(result.percentile(50)),
                millis(result.percentile(95)),
                millis(result.percentile(99)))));
        return lines;
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
    }
}
