package io.dispatcher.matching;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * A regular expression in RE2's language: the time to look for it grows with the text's length, never faster. Its size is bounded too, repetitions multiplied
 * out. Immutable, thread-safe; equal if written the same.
 */
public final class LinearPattern {
    /** Characters of an expression. */
    public static final int LONGEST = 1_000;

    private static final int MOST_STATES = 10_000;

    private final String text;
    private final Pattern compiled;

    private LinearPattern(String text, Pattern compiled) {
        this.text = text;
        this.compiled = compiled;
    }

    /** @throws ExpressionException if it is none, or too large */
    public static LinearPattern of(String text) throws ExpressionException {
        return new LinearPattern(text, compiled(text));
    }

    /** As RFC 9485 writes them: a dot is no end of a line. */
    static LinearPattern interoperable(String text) throws ExpressionException {
        StringBuilder plain = new StringBuilder(text.length() + 16);
        boolean inClass = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                plain.append(c).append(text.charAt(++i));
                continue;
            }
            inClass = c == '[' || inClass && c != ']';
            plain.append(c == '.' && !inClass ? "[^\\n\\r]" : String.valueOf(c));
        }
        return new LinearPattern(text, compiled(plain.toString()));
    }

    private static Pattern compiled(String text) throws ExpressionException {
        if (text.length() > LONGEST) {
            throw new ExpressionException("the expression is longer than " + LONGEST + " characters");
        }
        if (EndlessFolding.in(text)) {
            throw new ExpressionException("case cannot be ignored in letters and ranges from U+1C80 on");
        }
        if (new PatternSize(text).most() > MOST_STATES) {
            throw new ExpressionException("the expression repeats too much: more than " + MOST_STATES + " states");
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new ExpressionException(Math.max(0, e.getIndex()), e.getDescription());
        }
    }

    /** Anywhere in the text. */
    public boolean foundIn(CharSequence input) {
        return compiled.matcher(input).find();
    }

    /** The text as a whole. */
    public boolean matches(CharSequence input) {
        return compiled.matcher(input).matches();
    }

    /** Of the first place where it is found: the whole and its groups, a group that took no part empty. Nothing if it is not found. */
    public List<String> groups(CharSequence input) {
        com.google.re2j.Matcher matcher = compiled.matcher(input);
        if (!matcher.find()) {
            return List.of();
        }
        List<String> groups = new ArrayList<>();
        for (int i = 0; i <= matcher.groupCount(); i++) {
            String group = matcher.group(i);
            groups.add(group == null ? "" : group);
        }
        return List.copyOf(groups);
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinearPattern that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
