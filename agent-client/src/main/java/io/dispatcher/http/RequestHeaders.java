package io.dispatcher.http;

import io.dispatcher.protocol.HeaderField;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/** An order's headers as those of a request: everything but what belongs to the connection. */
final class RequestHeaders {
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

    private RequestHeaders() {}

    static void copy(Hop hop, BasicHttpRequest request) throws HttpFailure {
        String named = connectionNames(hop.headers());
        for (HeaderField header : hop.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (name.equals("host")) {
                request.setAuthority(authority(header.value()));
            } else if (!OF_THE_CONNECTION.contains(name) && (named == null || !named.contains("," + name + ","))) {
                request.addHeader(header.name(), header.value());
            }
        }
    }

    private static URIAuthority authority(String host) throws HttpFailure {
        try {
            return URIAuthority.create(host);
        } catch (URISyntaxException e) {
            throw new HttpFailure("internal", "the Host header is malformed");
        }
    }

    private static @Nullable String connectionNames(List<HeaderField> headers) {
        String named = null;
        for (HeaderField header : headers) {
            if (header.name().equalsIgnoreCase("connection")) {
                named = (named == null ? "," : named)
                        + header.value().toLowerCase(Locale.ROOT).replace(" ", "") + ",";
            }
        }
        return named;
    }

    static BasicHttpRequest request(Hop hop, HttpHost target) throws HttpFailure {
        BasicHttpRequest request = new BasicHttpRequest(hop.method(), target, hop.pathAndQuery());
        copy(hop, request);
        return request;
    }
}
