package io.dispatcher.matching;

import java.util.ArrayDeque;
import java.util.Deque;

/** How many states an expression may need at most, its counted repetitions multiplied out: never less than it needs. */
final class PatternSize {
    private static final long CEILING = 1_000_000_000;

    private final String text;
    private int at;

    PatternSize(String text) {
        this.text = text;
    }

    long most() {
        Deque<Long> outer = new ArrayDeque<>();
        long all = 0; // of the group that is open, without its last atom
        long last = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '(') {
                outer.push(all + last);
                all = 0;
                last = 1;
            } else if (c == ')' && !outer.isEmpty()) {
                last = all + last + 1;
                all = outer.pop();
            } else if (c == '{') {
                last = Math.min(CEILING, Math.max(1, last) * repetitions());
            } else {
                all = Math.min(CEILING, all + last);
                last = atom(c);
            }
        }
        while (!outer.isEmpty()) {
            all += outer.pop();
        }
        return all + last;
    }

    /** An escape or a class counts for a few: ranges of Unicode are more than one state. */
    private long atom(char c) {
        if (c == '\\') {
            at = Math.min(text.length(), at + 1);
            return 4;
        }
        if (c != '[') {
            return 1;
        }
        int from = at;
        at = at < text.length() && text.charAt(at) == '^' ? at + 2 : at + 1; // a bracket that comes first is itself
        while (at < text.length() && text.charAt(at) != ']') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(text.length(), at + 1);
        return 1 + (at - from) / 4;
    }

    /** The greatest number up to the brace; 1 if it is none. */
    private long repetitions() {
        long most = 1;
        long number = 0;
        int i = at;
        for (; i < text.length() && text.charAt(i) != '}'; i++) {
            int digit = Character.digit(text.charAt(i), 10);
            if (digit < 0 && text.charAt(i) != ',') {
                return 1;
            }
            number = digit < 0 ? 0 : Math.min(CEILING, number * 10 + digit);
            most = Math.max(most, number);
        }
        at = Math.min(text.length(), i + 1);
        return most;
    }
}
