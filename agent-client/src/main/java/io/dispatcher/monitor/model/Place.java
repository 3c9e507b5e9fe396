package io.dispatcher.monitor.model;

import org.jspecify.annotations.Nullable;

/** Where the user is in one list: the row, how far it is scrolled, how it is sorted and filtered. For one thread. */
public final class Place {
    /** The list's own order. */
    public static final int UNSORTED = -1;

    private @Nullable String selected;
    private int index;
    private int top;
    private int sort = UNSORTED;
    private boolean descending;
    private String filter = "";

    /** The id of the selected row, null until there is one. */
    public @Nullable String selected() {
        return selected;
    }

    public int index() {
        return index;
    }

    public int top() {
        return top;
    }

    /** Selects a row. */
    public void select(int row, @Nullable String id) {
        index = row;
        selected = id;
    }

    /** Scrolls no further than it takes to show the selected row among {@code height} ones. */
    public void scroll(int rows, int height) {
        top = Math.max(Math.min(top, Math.max(0, rows - height)), Math.max(0, index - height + 1));
        top = Math.min(top, index);
    }

    public int sort() {
        return sort;
    }

    public boolean descending() {
        return descending;
    }

    /** Sorts by another column, first as that is useful. */
    public void sort(int column, boolean largestFirst) {
        sort = column;
        descending = largestFirst;
        staysOnTop();
    }

    public void reverse() {
        descending = !descending;
        staysOnTop();
    }

    public String filter() {
        return filter;
    }

    public void filter(String text) {
        filter = text;
        staysOnTop();
    }

    // Who has not moved from the top row means whichever row is there now.
    private void staysOnTop() {
        if (index == 0) {
            selected = null;
        }
    }
}
