package io.dispatcher.monitor.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.monitor.model.Board;
import java.util.function.BiFunction;

/**
 * A column of a list.
 *
 * @param width 0 takes what the others leave
 * @param wide the width on a screen of {@link #WIDE} columns and more
 * @param from the narrowest screen it is shown on
 * @param number aligned to the right, and sorted by value from the largest
 * @param middle cut in the middle, because its end says as much as its beginning
 */
record Column(
        String title,
        int width,
        int wide,
        int from,
        boolean number,
        boolean middle,
        BiFunction<JsonNode, Board, Cell> cell,
        BiFunction<JsonNode, Board, Comparable<?>> key) {
    static final int WIDE = 110;

    static Column text(String title, int width, int wide, BiFunction<JsonNode, Board, Cell> cell) {
        return new Column(title, width, wide, 0, false, false, cell, (item, board) -> cell.apply(item, board)
                .text());
    }

    static Column number(
            String title,
            int width,
            BiFunction<JsonNode, Board, Cell> cell,
            BiFunction<JsonNode, Board, Comparable<?>> key) {
        return new Column(title, width, width, 0, true, false, cell, key);
    }

    /** A member that is a whole number. */
    static Column count(String title, int width, String member) {
        return number(
                title,
                width,
                (item, board) -> Cell.of(Figures.count(item.path(member).asLong())),
                (item, board) -> item.path(member).asLong());
    }

    Column from(int screen) {
        return new Column(title, width, wide, screen, number, middle, cell, key);
    }

    Column cutInTheMiddle() {
        return new Column(title, width, wide, from, number, true, cell, key);
    }

    /** Sorted by this instead of what it says. */
    Column by(BiFunction<JsonNode, Board, Comparable<?>> order) {
        return new Column(title, width, wide, from, number, middle, cell, order);
    }

    int widthAt(int screen) {
        return screen >= WIDE ? wide : width;
    }
}
