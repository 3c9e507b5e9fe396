package io.dispatcher.boot.http;

import org.jspecify.annotations.Nullable;

/**
 * Looks whether the head of an HTTP/1 request is one that every server reads alike (RFC 9112, RFC 9110). One pass over the
 * bytes, nothing kept of them. One instance for each head; not thread-safe.
 */
final class RequestHead {
    private static final int MOST_FIELDS = 1_000;
    private static final int LONGEST_METHOD = 64;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\n";

    private final byte[] bytes;
    private final int start;
    private final int end;
    private final int maxTarget;
    private int at;
    private boolean old;
    private int hosts;
    private int lengths;
    private int codings;
    private int offer;
    private int behindOffer;

    private RequestHead(byte[] bytes, int start, int end, int maxTarget) {
        this.maxTarget = maxTarget;
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.at = start;
    }

    /**
     * To be looked at.
     *
     * @param end behind the empty line that ends the head
     * @param maxTarget bytes of its target
     */
    static RequestHead of(byte[] bytes, int start, int end, int maxTarget) {
        return new RequestHead(bytes, start, end, maxTarget);
    }

    /**
     * Where a head ends, behind its empty line; -1 if it is not all there. A bare LF ends one too: it is refused, but must not be waited
     * behind.
     *
     * @param from where to look, at its start or any time later up to 3 bytes before what was looked at
     */
    static int end(byte[] bytes, int from, int limit) {
        for (int i = from; i < limit; i++) {
            if (bytes[i] == '\n' && i + 1 < limit) {
                if (bytes[i + 1] == '\n') {
                    return i + 2;
                }
                if (bytes[i + 1] == '\r' && i + 2 < limit && bytes[i + 2] == '\n') {
                    return i + 3;
                }
            }
        }
        return -1;
    }

    /** Null if it is fine. To be called once. */
    @Nullable
    Refusal check() {
        if (is(start, end, PREFACE)) {
            return null;
        }
        Refusal refusal = requestLine();
        int fields = 0;
        while (refusal == null && at < end - 2) {
            refusal = ++fields > MOST_FIELDS ? Refusal.LONG_HEAD : field();
        }
        if (refusal != null) {
            return refusal;
        }
        if (at != end - 2 || bytes[at] != '\r') {
            return Refusal.FIELD;
        }
        if (hosts != 1 && !(old && hosts == 0)) {
            return Refusal.HOST;
        }
        return lengths + codings > 1 ? Refusal.LENGTH : null;
    }

    /** Where the line begins with which its sender offers to go on in HTTP/2 ({@code Upgrade: h2c}); 0 if there is none. */
    int offer() {
        return offer;
    }

    /** Behind that line. */
    int behindOffer() {
        return behindOffer;
    }

    private @Nullable Refusal requestLine() {
        int method = at;
        while (at < end && Octets.token(bytes[at])) {
            at++;
        }
        int target = at + 1;
        if (at == method || at - method > LONGEST_METHOD || bytes[at] != ' ') {
            return Refusal.REQUEST_LINE;
        }
        at++;
        while (at < end && Octets.visible(bytes[at])) {
            at++;
        }
        int space = at;
        if (space - target > maxTarget) {
            return Refusal.LONG_TARGET;
        }
        if (bytes[at++] != ' ' || end - at < 10 || bytes[at + 8] != '\r' || bytes[at + 9] != '\n') {
            return Refusal.REQUEST_LINE;
        }
        if (!is(at, at + 5, "HTTP/") || !digit(at + 5) || bytes[at + 6] != '.' || !digit(at + 7)) {
            return Refusal.REQUEST_LINE;
        }
        if (bytes[at + 5] != '1' || bytes[at + 7] > '1') {
            return Refusal.VERSION;
        }
        old = bytes[at + 7] == '0';
        at += 10;
        return is(method, target - 1, "CONNECT") ? Refusal.METHOD : target(method, target, space);
    }

    private @Nullable Refusal target(int method, int from, int to) {
        if (from == to || !encoded(from, to)) {
            return Refusal.TARGET;
        }
        if (bytes[from] == '/' || (is(from, to, "*") && is(method, from - 1, "OPTIONS"))) {
            return null;
        }
        int authority = from + (begins(from, to, "http://") ? 7 : begins(from, to, "https://") ? 8 : to);
        int slash = authority;
        while (slash < to && bytes[slash] != '/' && bytes[slash] != '?') {
            slash++;
        }
        return authority < to && Octets.host(bytes, authority, slash) ? null : Refusal.TARGET;
    }

    /** No fragment, and in the path no percent sign without two digits; queries are often written as they should not be. */
    private boolean encoded(int from, int to) {
        boolean path = true;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '#') {
                return false;
            }
            path &= bytes[i] != '?';
            if (path && bytes[i] == '%' && !(Octets.hex(bytes[i + 1]) && Octets.hex(bytes[i + 2]))) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Refusal field() {
        int name = at;
        while (Octets.token(bytes[at])) {
            at++;
        }
        int colon = at;
        if (colon == name || bytes[at++] != ':') {
            return Refusal.FIELD;
        }
        while (Octets.text(bytes[at])) {
            at++;
        }
        if (bytes[at] != '\r' || bytes[at + 1] != '\n') {
            return Refusal.FIELD;
        }
        int from = colon + 1;
        int to = at;
        at += 2;
        while (from < to && Octets.blank(bytes[from])) {
            from++;
        }
        while (to > from && Octets.blank(bytes[to - 1])) {
            to--;
        }
        return meaning(name, colon, from, to);
    }

    /** Of the fields on which the limits of the message and the place it goes to depend. */
    private @Nullable Refusal meaning(int name, int colon, int from, int to) {
        switch (colon - name) {
            case 4:
                if (begins(name, colon, "host")) {
                    hosts++;
                    return Octets.host(bytes, from, to) ? null : Refusal.HOST;
                }
                return null;
            case 7:
                if (begins(name, colon, "upgrade") && to - from == 3 && begins(from, to, "h2c")) {
                    boolean second = offer > 0;
                    offer = name;
                    behindOffer = at;
                    return second ? Refusal.FIELD : null;
                }
                return null;
            case 14:
                if (begins(name, colon, "content-length")) {
                    lengths++;
                    return Octets.number(bytes, from, to) ? null : Refusal.LENGTH;
                }
                return null;
            case 17:
                if (begins(name, colon, "transfer-encoding")) {
                    codings++;
                    return !old && to - from == 7 && begins(from, to, "chunked") ? null : Refusal.CODING;
                }
                return null;
            default:
                return null;
        }
    }

    private boolean digit(int index) {
        return bytes[index] >= '0' && bytes[index] <= '9';
    }

    private boolean is(int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** @param text in lower case; that of the bytes does not matter */
    private boolean begins(int from, int to, String text) {
        if (to - from < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            int b = bytes[from + i];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
