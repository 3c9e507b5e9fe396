package io.dispatcher.monitor.model;

/** A key that was pressed; {@code text} is what it types, empty where it types nothing. */
public record Key(Name name, String text) {
    /** The keys that mean something. */
    public enum Name {
        TEXT,
        UP,
        DOWN,
        LEFT,
        RIGHT,
        PAGE_UP,
        PAGE_DOWN,
        HOME,
        END,
        ENTER,
        ESCAPE,
        TAB,
        BACK_TAB,
        BACKSPACE,
        DELETE,
        CLEAR_LINE,
        REDRAW,
        NONE
    }

    public static Key of(Name name) {
        return new Key(name, "");
    }

    public static Key typed(String text) {
        return new Key(Name.TEXT, text);
    }

    public boolean types(String wanted) {
        return name == Name.TEXT && text.equals(wanted);
    }
}
