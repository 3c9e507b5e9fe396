package io.dispatcher.monitor.model;

/** A line of text that is being written. For one thread. */
public final class TextField {
    private static final int LONGEST = 8_192;

    private final StringBuilder text;
    private int cursor;

    public TextField(String text) {
        this.text = new StringBuilder(text);
        this.cursor = this.text.length();
    }

    public String text() {
        return text.toString();
    }

    /** The place of the next character. */
    public int cursor() {
        return cursor;
    }

    /** True if the key was one for writing. */
    public boolean pressed(Key key) {
        switch (key.name()) {
            case TEXT -> type(key.text());
            case LEFT -> cursor = cursor == 0 ? 0 : text.offsetByCodePoints(cursor, -1);
            case RIGHT -> cursor = cursor == text.length() ? cursor : text.offsetByCodePoints(cursor, 1);
            case HOME -> cursor = 0;
            case END -> cursor = text.length();
            case BACKSPACE -> {
                int to = cursor;
                cursor = cursor == 0 ? 0 : text.offsetByCodePoints(cursor, -1);
                text.delete(cursor, to);
            }
            case DELETE -> {
                if (cursor < text.length()) {
                    text.delete(cursor, text.offsetByCodePoints(cursor, 1));
                }
            }
            case CLEAR_LINE -> {
                text.setLength(0);
                cursor = 0;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void type(String typed) {
        if (text.length() + typed.length() <= LONGEST) {
            text.insert(cursor, typed);
            cursor += typed.length();
        }
    }
}
