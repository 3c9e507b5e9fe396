package io.dispatcher.http;

import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkOrder;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.util.List;

/** One request of an exchange: the order's own or that of a redirect. */
record Hop(String method, URI url, List<HeaderField> headers, ByteBuffer body, int number) {
    static Hop first(WorkOrder order, ByteBuffer body) throws HttpFailure {
        return new Hop(order.method(), url(order.url()), order.headers(), body, 0);
    }

    private static URI url(String text) throws HttpFailure {
        try {
            URI url = new URI(text);
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (!http || url.getHost() == null) {
                throw new HttpFailure("internal", "the URL is no http or https URL with a host");
            }
            return url;
        } catch (URISyntaxException e) {
            throw new HttpFailure("internal", "the URL is malformed: " + e.getReason());
        }
    }

    boolean secure() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    String scheme() {
        return secure() ? "https" : "http";
    }

    int port() {
        int port = url.getPort();
        return port > 0 ? port : secure() ? 443 : 80;
    }

    /** As it goes into the request line: never empty. */
    String pathAndQuery() {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
