package io.dispatcher.monitor.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.monitor.model.Board;
import io.dispatcher.monitor.model.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** A list: its columns, which of its rows are shown in which order, and what they look like. */
public final class Listing {
    private static final int GAP = 2;
    private static final int LEAST = 8;

    private final Function<Board, List<JsonNode>> items;
    private final Function<JsonNode, String> id;
    private final List<Column> columns;

    Listing(Function<Board, List<JsonNode>> items, Function<JsonNode, String> id, List<Column> columns) {
        this.items = items;
        this.id = id;
        this.columns = columns;
    }

    public String id(JsonNode item) {
        return id.apply(item);
    }

    public int columns() {
        return columns.size();
    }

    /** True if a column is better sorted from the largest. */
    public boolean number(int column) {
        return columns.get(column).number();
    }

    public List<JsonNode> items(Board board) {
        return items.apply(board);
    }

    /** Those that match the filter, in the order asked for. */
    public List<JsonNode> rows(List<JsonNode> all, Board board, Place place) {
        List<JsonNode> rows = all;
        if (!place.filter().isBlank()) {
            String[] words = place.filter().toLowerCase(Locale.ROOT).strip().split("\\s+");
            rows = all.stream().filter(item -> matches(item, board, words)).toList();
        }
        return place.sort() == Place.UNSORTED ? rows : sorted(rows, board, place);
    }

    private record Keyed(Comparable<?> key, JsonNode item) {}

    private List<JsonNode> sorted(List<JsonNode> rows, Board board, Place place) {
        Column column = columns.get(place.sort());
        Comparator<Keyed> order = (a, b) -> compare(a.key(), b.key());
        return rows.stream()
                .map(item -> new Keyed(column.key().apply(item, board), item))
                .sorted(place.descending() ? order.reversed() : order)
                .map(Keyed::item)
                .toList();
    }

    private boolean matches(JsonNode item, Board board, String[] words) {
        StringBuilder text = new StringBuilder(id(item));
        columns.forEach(column ->
                text.append('\n').append(column.cell().apply(item, board).text()));
        String all = text.toString().toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (!all.contains(word)) {
                return false;
            }
        }
        return true;
    }

    private static int compare(Comparable<?> a, Comparable<?> b) {
        return a instanceof Number left && b instanceof Number right
                ? Double.compare(left.doubleValue(), right.doubleValue())
                : a.toString().compareToIgnoreCase(b.toString());
    }

    /** Puts the selection back on its row, which may have moved or gone. */
    public void settle(List<JsonNode> rows, Place place, int height) {
        int at = -1;
        for (int i = 0; place.selected() != null && i < rows.size() && at < 0; i++) {
            at = id(rows.get(i)).equals(place.selected()) ? i : -1;
        }
        // The top row is the newest one: who has not moved from it wants to see what comes.
        int index = place.index() == 0 || at < 0 ? Math.min(place.index(), rows.size() - 1) : at;
        index = Math.max(0, index);
        place.select(index, rows.isEmpty() ? null : id(rows.get(index)));
        place.scroll(rows.size(), Math.max(1, height));
    }

    /** The header, then as many rows as fit. */
    List<AttributedString> lines(
            List<JsonNode> rows, Board board, Place place, int width, int height, Palette palette) {
        int[] widths = widths(width);
        List<AttributedString> lines = new ArrayList<>();
        lines.add(Fit.cut(header(widths, place, palette), width, palette));
        int end = Math.min(rows.size(), place.top() + height - 1);
        for (int i = place.top(); i < end; i++) {
            AttributedString line = row(rows.get(i), board, widths, palette);
            if (i == place.index()) {
                String text = Fit.exactly(line, width, false, palette).toString();
                line = new AttributedString(text, palette.reverse());
            }
            lines.add(Fit.cut(line, width, palette));
        }
        return lines;
    }

    private AttributedString header(int[] widths, Place place, Palette palette) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] > 0) {
                boolean sorted = place.sort() == i;
                Column column = columns.get(i);
                String title = column.title() + (sorted ? place.descending() ? palette.down() : palette.up() : "");
                append(
                        line,
                        new AttributedString(title, sorted ? palette.bold() : palette.dim()),
                        widths[i],
                        column,
                        palette);
            }
        }
        return line.toAttributedString();
    }

    private AttributedString row(JsonNode item, Board board, int[] widths, Palette palette) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] > 0) {
                Column column = columns.get(i);
                Cell cell = column.cell().apply(item, board);
                append(line, new AttributedString(cell.text(), cell.style()), widths[i], column, palette);
            }
        }
        return line.toAttributedString();
    }

    private static void append(
            AttributedStringBuilder line, AttributedString text, int width, Column column, Palette palette) {
        if (line.length() > 0) {
            line.append(" ".repeat(GAP));
        }
        AttributedString cut = column.middle() ? Fit.middle(text, width, palette) : text;
        line.append(Fit.exactly(cut, width, column.number(), palette));
    }

    // 0: not shown.
    private int[] widths(int screen) {
        int[] widths = new int[columns.size()];
        int left = screen + GAP;
        int elastic = 0;
        for (int i = 0; i < widths.length; i++) {
            Column column = columns.get(i);
            if (screen >= column.from()) {
                widths[i] = column.widthAt(screen);
                left -= widths[i] + GAP;
                elastic += column.width() == 0 ? 1 : 0;
            }
        }
        for (int i = 0; i < widths.length; i++) {
            Column column = columns.get(i);
            if (column.width() == 0 && screen >= column.from()) {
                widths[i] = Math.max(LEAST, left / elastic);
                left -= widths[i];
                elastic--;
            }
        }
        return widths;
    }
}
