package io.dispatcher.http;

import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkOrder;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * One request of an exchange: the order's own, or that of a redirect.
 *
 * @param number 0 for the order's own
 */
record Hop(String method, URI url, List<HeaderField> headers, ByteBuffer body, int number) {
    static Hop first(WorkOrder order, ByteBuffer body) throws HttpFailure {
        URI url = url(order.url());
        return new Hop(order.method(), url, withUserInfo(url, order.headers()), body, 0);
    }

    private static URI url(String text) throws HttpFailure {
        try {
            URI url = new URI(text);
            if (!isHttp(url)) {
                throw new HttpFailure("internal", "the URL is no http or https URL with a host");
            }
            return url;
        } catch (URISyntaxException e) {
            throw new HttpFailure("internal", "the URL is malformed: " + e.getReason());
        }
    }

    static boolean isHttp(URI url) {
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        return http && url.getHost() != null && url.getPort() <= 0xffff && url.getPort() != 0;
    }

    // What browsers and curl make of http://user:password@host/; it never goes into the request line.
    private static List<HeaderField> withUserInfo(URI url, List<HeaderField> headers) {
        boolean given = headers.stream().anyMatch(header -> header.name().equalsIgnoreCase("Authorization"));
        if (given || url.getUserInfo() == null) {
            return headers;
        }
        List<HeaderField> all = new ArrayList<>(headers);
        byte[] credentials = url.getUserInfo().getBytes(StandardCharsets.UTF_8);
        all.add(new HeaderField("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials)));
        return all;
    }

    /** RFC 9110 section 9.2.2. */
    boolean idempotent() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> false;
        };
    }

    boolean secure() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    String scheme() {
        return secure() ? "https" : "http";
    }

    int port() {
        return url.getPort() > 0 ? url.getPort() : secure() ? 443 : 80;
    }

    boolean sameOrigin(URI other) {
        Hop there = new Hop(method, other, headers, body, number);
        return scheme().equals(there.scheme())
                && port() == there.port()
                && url.getHost().toLowerCase(Locale.ROOT).equals(other.getHost().toLowerCase(Locale.ROOT));
    }

    /** As it goes into the request line: never empty, no fragment. */
    String pathAndQuery() {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
