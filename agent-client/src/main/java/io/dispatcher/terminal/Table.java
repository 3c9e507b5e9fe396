package io.dispatcher.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Columns of text under a header. On a terminal it keeps to {@link Terminal#WIDTH} columns: optional columns go first
 * (from the right), then elastic ones are cut; elsewhere nothing is cut. Not thread-safe.
 */
public final class Table {
    private static final int GAP = 2;
    private static final int LEAST = 8;

    private enum Fit {
        FIXED,
        ELASTIC,
        OPTIONAL
    }

    private record Column(String title, boolean right, Fit fit) {}

    /** A cell: what it says and how it is coloured. */
    public record Cell(String text, UnaryOperator<String> style) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<List<Cell>> rows = new ArrayList<>();

    /** A column that is always whole. */
    public Table column(String title) {
        columns.add(new Column(title, false, Fit.FIXED));
        return this;
    }

    /** A column of numbers, aligned to the right, always whole. */
    public Table number(String title) {
        columns.add(new Column(title, true, Fit.FIXED));
        return this;
    }

    /** A column that may be cut to fit. */
    public Table elastic(String title) {
        columns.add(new Column(title, false, Fit.ELASTIC));
        return this;
    }

    /** A column that may be left out to fit. */
    public Table optional(String title) {
        columns.add(new Column(title, false, Fit.OPTIONAL));
        return this;
    }

    /** A column of numbers that may be left out to fit. */
    public Table optionalNumber(String title) {
        columns.add(new Column(title, true, Fit.OPTIONAL));
        return this;
    }

    /** A row of Strings or {@link Cell}s, one for each column. */
    public Table row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(Arrays.stream(cells).map(Table::cellOf).toList());
        return this;
    }

    private static Cell cellOf(Object cell) {
        return cell instanceof Cell styled
                ? new Cell(Terminal.oneLine(styled.text()), styled.style())
                : new Cell(Terminal.oneLine(String.valueOf(cell)), UnaryOperator.identity());
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The table's lines, the header first. */
    public List<String> lines(Terminal terminal) {
        int[] widths = widths(terminal.interactive() ? Terminal.WIDTH : Integer.MAX_VALUE);
        List<String> lines = new ArrayList<>();
        lines.add(line(
                columns.stream().map(c -> new Cell(c.title(), terminal::dim)).toList(), widths, terminal));
        rows.forEach(row -> lines.add(line(row, widths, terminal)));
        return lines;
    }

    /** Prints the table on standard output. */
    public void print(Terminal terminal) {
        lines(terminal).forEach(terminal::line);
    }

    private String line(List<Cell> cells, int[] widths, Terminal terminal) {
        StringBuilder line = new StringBuilder();
        int pending = 0;
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] == 0) {
                continue;
            }
            Cell cell = cells.get(i);
            String text = cut(cell.text(), widths[i], terminal.ellipsis());
            int padding = widths[i] - text.length();
            pending += columns.get(i).right() ? padding : 0;
            if (!text.isEmpty()) {
                line.append(" ".repeat(pending)).append(cell.style().apply(text));
                pending = 0;
            }
            pending += GAP + (columns.get(i).right() ? 0 : padding);
        }
        return line.toString();
    }

    private static String cut(String text, int width, String ellipsis) {
        return text.length() <= width ? text : text.substring(0, width - ellipsis.length()) + ellipsis;
    }

    // A width of 0 is a column left out.
    private int[] widths(int limit) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    columns.get(i).title().length(),
                    rows.stream()
                            .mapToInt(r -> r.get(column).text().length())
                            .max()
                            .orElse(0));
        }
        for (int i = widths.length - 1; i >= 0 && total(widths) > limit; i--) {
            widths[i] = columns.get(i).fit() == Fit.OPTIONAL ? 0 : widths[i];
        }
        while (total(widths) > limit && shrinkWidest(widths, total(widths) - limit)) {}
        return widths;
    }

    private static int total(int[] widths) {
        int sum = -GAP;
        for (int width : widths) {
            sum += width == 0 ? 0 : width + GAP;
        }
        return sum;
    }

    private boolean shrinkWidest(int[] widths, int excess) {
        int widest = -1;
        int next = LEAST;
        for (int i = 0; i < widths.length; i++) {
            if (columns.get(i).fit() == Fit.ELASTIC && widths[i] > LEAST) {
                if (widest < 0 || widths[i] > widths[widest]) {
                    next = widest < 0 ? LEAST : widths[widest];
                    widest = i;
                } else {
                    next = Math.max(next, widths[i]);
                }
            }
        }
        if (widest < 0) {
            return false;
        }
        widths[widest] -= Math.max(1, Math.min(excess, widths[widest] - Math.max(next, LEAST)));
        return true;
    }
}
