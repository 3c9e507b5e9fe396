package io.dispatcher.protocol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What of a message belongs to both its ends, and what to one connection only (RFC 9110, sections 6.5.1 and 7.6.1). */
public final class EndToEnd {
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect");

    /** What decides where a message ends, where it goes or who may send it comes too late behind its body. */
    private static final Set<String> NOT_IN_TRAILERS = Set.of(
            "authorization",
            "content-encoding",
            "content-length",
            "content-range",
            "content-type",
            "cookie",
            "host",
            "set-cookie");

    private EndToEnd() {}

    /** Those header fields that are not for this connection, in their order. */
    public static List<HeaderField> of(List<HeaderField> headers) {
        Set<String> named = namedByConnection(headers);
        List<HeaderField> passing = new ArrayList<>(headers.size() + 4);
        for (HeaderField header : headers) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!OF_THE_CONNECTION.contains(name) && !named.contains(name)) {
                passing.add(header);
            }
        }
        return passing;
    }

    /** Whether a field of that name is passed on in a trailer section. */
    public static boolean inTrailers(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !OF_THE_CONNECTION.contains(lower)
                && !NOT_IN_TRAILERS.contains(lower)
                && !lower.startsWith("dispatcher-");
    }

    /** What the {@code Connection} fields name, in lower case. */
    public static Set<String> namedByConnection(List<HeaderField> headers) {
        Set<String> named = new HashSet<>();
        for (HeaderField header : headers) {
            if (header.name().equalsIgnoreCase("connection")) {
                for (String name : header.value().split(",")) {
                    named.add(name.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return named;
    }
}
