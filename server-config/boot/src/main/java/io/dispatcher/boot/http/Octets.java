package io.dispatcher.boot.http;

/** The classes of bytes that RFC 9110 and RFC 3986 name. */
final class Octets {
    private static final int LONGEST_NUMBER = 18;
    private static final int HIGHEST_PORT = 65_535;
    private static final boolean[] TOKEN = table("!#$%&'*+-.^_`|~");
    private static final boolean[] HOST = table("-._~%");
    private static final boolean[] ADDRESS = table(":.%-_~");

    private Octets() {}

    /** Letters, digits and these. */
    private static boolean[] table(String others) {
        boolean[] table = new boolean[128];
        for (char c = 0; c < table.length; c++) {
            table[c] = (c >= '0' && c <= '9')
                    || (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || others.indexOf(c) >= 0;
        }
        return table;
    }

    static boolean token(byte b) {
        return b > 0 && TOKEN[b];
    }

    /** What a target may have: no space, no control character, nothing over 126. */
    static boolean visible(byte b) {
        return b > 0x20 && b < 0x7f;
    }

    /** What a field's value may have. */
    static boolean text(byte b) {
        return b >= 0x20 ? b != 0x7f : b < 0 || b == '\t';
    }

    static boolean hex(byte b) {
        return Character.digit(b, 16) >= 0;
    }

    static boolean blank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** Digits, few enough for a long. */
    static boolean number(byte[] bytes, int from, int to) {
        if (from == to || to - from > LONGEST_NUMBER) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return true;
    }

    /** A name, an IPv4 or a bracketed IPv6 address, and perhaps a port. */
    static boolean host(byte[] bytes, int from, int to) {
        int at = from;
        boolean bracketed = from < to && bytes[from] == '[';
        boolean[] allowed = bracketed ? ADDRESS : HOST;
        if (bracketed) {
            at++;
        }
        int begin = at;
        while (at < to && bytes[at] > 0 && allowed[bytes[at]]) {
            at++;
        }
        boolean empty = at == begin;
        if (bracketed && (at == to || bytes[at++] != ']')) {
            return false;
        }
        return !empty && (at == to || (bytes[at] == ':' && port(bytes, at + 1, to)));
    }

    private static boolean port(byte[] bytes, int from, int to) {
        if (!number(bytes, from, to)) {
            return false;
        }
        long port = 0;
        for (int i = from; i < to; i++) {
            port = port * 10 + bytes[i] - '0';
        }
        return port <= HIGHEST_PORT;
    }
}
