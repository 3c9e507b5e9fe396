package io.dispatcher.benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A Markdown table, row by row. Not thread-safe. */
final class MarkdownTable {
    private final List<String> lines = new ArrayList<>();
    private final int columns;

    MarkdownTable(List<String> header) {
        columns = header.size();
        lines.add(line(header));
        lines.add(line(Collections.nCopies(columns, "---")));
    }

    /** @throws IllegalArgumentException if there are not as many cells as columns */
    void row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
        }
        lines.add(line(java.util.Arrays.stream(cells).map(MarkdownTable::escape).toList()));
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    static String escape(String text) {
        return text.replace("|", "\\|").replace("\r", "").replace("\n", " ");
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
