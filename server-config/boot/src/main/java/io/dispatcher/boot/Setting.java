package io.dispatcher.boot;

/**
 * A resolved value and where it came from.
 *
 * @param value in normal form; several joined by commas
 * @param source {@code flag}, {@code environment}, {@code config file} or {@code default}
 */
record Setting(String value, String source) {

    static final String DEFAULT = "default";

    boolean explicit() {
        return !source.equals(DEFAULT);
    }
}
