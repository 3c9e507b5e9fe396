package io.dispatcher.http;

import io.dispatcher.protocol.HeaderField;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.net.URIAuthority;

/** A hop as a message: everything the order says but what belongs to the connection. */
final class RequestMessage {
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "content-length");
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private RequestMessage() {}

    static BasicHttpRequest of(Hop hop, HttpHost target) throws HttpFailure {
        if (!isToken(hop.method())) {
            throw new HttpFailure("internal", "the method is malformed");
        }
        BasicHttpRequest request = new BasicHttpRequest(hop.method(), target, hop.pathAndQuery());
        Set<String> named = namedByConnection(hop.headers());
        for (HeaderField header : hop.headers()) {
            check(header);
            String name = header.name().toLowerCase(Locale.ROOT);
            if (name.equals("host")) {
                request.setAuthority(authority(header.value()));
            } else if (!OF_THE_CONNECTION.contains(name) && !named.contains(name)) {
                request.addHeader(header.name(), header.value());
            }
        }
        return request;
    }

    private static void check(HeaderField header) throws HttpFailure {
        if (!isToken(header.name())) {
            throw new HttpFailure("internal", "a header name is malformed");
        }
        String value = header.value();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 && c != '\t' || c == 0x7f) {
                throw new HttpFailure("internal", "the value of header " + header.name() + " is malformed");
            }
        }
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letter && TOKEN_MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static URIAuthority authority(String host) throws HttpFailure {
        try {
            return URIAuthority.create(host);
        } catch (URISyntaxException e) {
            throw new HttpFailure("internal", "the Host header is malformed");
        }
    }

    private static Set<String> namedByConnection(List<HeaderField> headers) {
        Set<String> named = Set.of();
        for (HeaderField header : headers) {
            if (header.name().equalsIgnoreCase("connection")) {
                named = new HashSet<>(named);
                for (String name : header.value().split(",")) {
                    named.add(name.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return named;
    }
}
