package io.dispatcher.tunnel;

import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkOrder;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.jspecify.annotations.Nullable;

/** What of a message belongs to both ends, and what to one connection (RFC 9110, section 7.6.1). */
final class ForwardedRequest {
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

    private ForwardedRequest() {}

    /** The request as the upstream gets it; the node took away what belonged to the caller's connection. */
    static BasicHttpRequest of(WorkOrder order, URI base, HttpHost host) {
        BasicHttpRequest request = new BasicHttpRequest(order.method(), host, target(order.url(), base));
        for (HeaderField header : order.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            // The client writes the length itself, from the entity.
            if (!name.equals("host") && !name.equals("content-length") && !OF_THE_CONNECTION.contains(name)) {
                request.addHeader(header.name(), header.value());
            }
        }
        return request;
    }

    private static String target(String url, URI base) {
        int path = url.indexOf('/', WorkOrder.UPSTREAM.length());
        String prefix = base.getRawPath() == null ? "" : base.getRawPath();
        String target = path < 0 ? "/" : url.substring(path);
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) + target : prefix + target;
    }

    /** Length of a body that is fetched; null if it is not known. */
    static @Nullable EntityDetails length(WorkOrder order) {
        for (HeaderField header : order.headers()) {
            if (header.name().equalsIgnoreCase("content-length")) {
                return new BasicEntityDetails(Long.parseLong(header.value()), null);
            }
        }
        return null;
    }

    /** The header section without what was for this connection. */
    static List<HeaderField> endToEnd(HttpMessage message) {
        Set<String> named = namedByConnection(message);
        List<HeaderField> headers = new ArrayList<>();
        for (Iterator<Header> all = message.headerIterator(); all.hasNext(); ) {
            Header header = all.next();
            String name = header.getName().toLowerCase(Locale.ROOT);
            if (!OF_THE_CONNECTION.contains(name) && !named.contains(name)) {
                headers.add(new HeaderField(header.getName(), String.valueOf(header.getValue())));
            }
        }
        return headers;
    }

    private static Set<String> namedByConnection(HttpMessage message) {
        Set<String> named = new HashSet<>();
        for (Header header : message.getHeaders("Connection")) {
            for (String name : String.valueOf(header.getValue()).split(",")) {
                named.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return named;
    }

    /** For the log: queries carry secrets. */
    static String withoutQuery(HttpRequest request) {
        String path = request.getPath();
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query) + "?…";
    }
}
