package io.dispatcher.matching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;

/** Reads the parts of a path that have no parts, and says where one is not as it must be. */
final class PathReader {
    private static final long MOST = (1L << 53) - 1;
    private static final int MOST_DIGITS = 400;

    private final String text;
    private int at;

    PathReader(String text) {
        this.text = text;
    }

    ExpressionException fault(String reason) {
        return new ExpressionException(at, reason);
    }

    int at() {
        return at;
    }

    void back(int position) {
        at = position;
    }

    boolean ended() {
        return at >= text.length();
    }

    /** 0 at the end. */
    char next() {
        return ended() ? 0 : text.charAt(at);
    }

    boolean take(String wanted) {
        boolean there = text.startsWith(wanted, at);
        if (there) {
            at += wanted.length();
        }
        return there;
    }

    void expect(String wanted) throws ExpressionException {
        if (!take(wanted)) {
            throw fault("expected " + wanted);
        }
    }

    void blanks() {
        while (!ended() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    boolean atDigit() {
        return next() >= '0' && next() <= '9';
    }

    private int digits() {
        int from = at;
        while (atDigit()) {
            at++;
        }
        return at - from;
    }

    /** An index. */
    long integer() throws ExpressionException {
        int from = at;
        take("-");
        int first = at;
        int count = digits();
        if (count == 0 || text.charAt(first) == '0' && at - from > 1) {
            at = from;
            throw fault("expected a whole number without leading zero");
        }
        if (count > 16 || Math.abs(Long.parseLong(text.substring(from, at))) > MOST) {
            at = from;
            throw fault("the number is beyond what is exact in JSON");
        }
        return Long.parseLong(text.substring(from, at));
    }

    JsonNode number() throws ExpressionException {
        int from = at;
        take("-");
        int first = at;
        int count = digits();
        boolean whole = true;
        if (count == 0 || text.charAt(first) == '0' && count > 1) {
            throw fault("expected a number without leading zero");
        }
        if (take(".")) {
            whole = false;
            need(digits());
        }
        if (take("e") || take("E")) {
            whole = false;
            if (!take("+")) {
                take("-");
            }
            int exponent = digits();
            need(exponent);
            if (exponent > 5) {
                throw fault("the exponent is too large");
            }
        }
        String written = text.substring(from, at);
        if (written.length() > MOST_DIGITS) {
            throw fault("the number has too many digits");
        }
        boolean small = whole && count < 18;
        return small ? LongNode.valueOf(Long.parseLong(written)) : DecimalNode.valueOf(new BigDecimal(written));
    }

    private void need(int digits) throws ExpressionException {
        if (digits == 0) {
            throw fault("expected a digit");
        }
    }

    /** A member's name after a dot. */
    String shorthand() throws ExpressionException {
        int from = at;
        while (!ended() && isNamePart(text.codePointAt(at), at == from)) {
            at += Character.charCount(text.codePointAt(at));
        }
        if (at == from) {
            throw fault("expected a name, * or [");
        }
        return text.substring(from, at);
    }

    private static boolean isNamePart(int point, boolean first) {
        boolean letter = point >= 'a' && point <= 'z' || point >= 'A' && point <= 'Z' || point == '_';
        boolean other = point >= 0x80 && !(point >= 0xD800 && point <= 0xDFFF);
        return letter || other || !first && point >= '0' && point <= '9';
    }

    /** The name of a function, or of a constant; empty if none is here. */
    String word() {
        int from = at;
        while (next() >= 'a' && next() <= 'z' || at > from && (next() == '_' || atDigit())) {
            at++;
        }
        return text.substring(from, at);
    }

    boolean atQuote() {
        return next() == '"' || next() == '\'';
    }

    String quoted() throws ExpressionException {
        char quote = next();
        at++;
        StringBuilder value = new StringBuilder();
        while (next() != quote || ended()) {
            if (ended()) {
                throw fault("the text does not end");
            }
            int point = text.codePointAt(at);
            if (point < 0x20 || point >= 0xD800 && point <= 0xDFFF) {
                throw fault("this character must be written as an escape");
            }
            at += Character.charCount(point);
            value.appendCodePoint(point == '\\' ? escaped(quote) : point);
        }
        at++;
        return value.toString();
    }

    private int escaped(char quote) throws ExpressionException {
        char c = next();
        at++;
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '/', '\\' -> c;
            case 'u' -> unicode();
            default -> {
                if (c != quote) {
                    at--;
                    throw fault("no such escape");
                }
                yield c;
            }
        };
    }

    private int unicode() throws ExpressionException {
        char first = hexadecimal();
        if (!Character.isSurrogate(first)) {
            return first;
        }
        if (Character.isHighSurrogate(first) && take("\\u")) {
            char second = hexadecimal();
            if (Character.isLowSurrogate(second)) {
                return Character.toCodePoint(first, second);
            }
        }
        throw fault("half of a surrogate pair");
    }

    private char hexadecimal() throws ExpressionException {
        int value = 0;
        for (int i = 0; i < 4; i++, at++) {
            int digit = next() < 0x80 ? Character.digit(next(), 16) : -1;
            if (digit < 0) {
                throw fault("expected four hexadecimal digits");
            }
            value = value * 16 + digit;
        }
        return (char) value;
    }
}
