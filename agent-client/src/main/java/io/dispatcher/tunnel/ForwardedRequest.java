package io.dispatcher.tunnel;

import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkOrder;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
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
    static Request of(HttpClient client, WorkOrder order, URI base) {
        return client.newRequest(base.getHost(), port(base))
                .scheme(base.getScheme())
                .method(order.method())
                .path(target(order.url(), base))
                .headers(headers -> {
                    for (HeaderField header : order.headers()) {
                        String name = header.name().toLowerCase(Locale.ROOT);
                        // The client writes host and length itself.
                        if (!name.equals("host")
                                && !name.equals("content-length")
                                && !OF_THE_CONNECTION.contains(name)) {
                            headers.add(header.name(), header.value());
                        }
                    }
                });
    }

    /** The protocol that the caller wants to go on in; null: none. */
    static @Nullable String upgrade(WorkOrder order) {
        if (order.streams() != null && order.streams().requestBody()) {
            for (HeaderField header : order.headers()) {
                // The node lets it pass only where it can do it.
                if (header.name().equalsIgnoreCase("upgrade")) {
                    return header.value();
                }
            }
        }
        return null;
    }

    private static int port(URI base) {
        return base.getPort() > 0 ? base.getPort() : base.getScheme().equals("https") ? 443 : 80;
    }

    /** Path and query, below the base's path. */
    static String target(String url, URI base) {
        int path = url.indexOf('/', WorkOrder.UPSTREAM.length());
        String prefix = base.getRawPath() == null ? "" : base.getRawPath();
        String target = path < 0 ? "/" : url.substring(path);
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) + target : prefix + target;
    }

    /** Length of a body that is fetched; -1 if it is not known. */
    static long length(WorkOrder order) {
        for (HeaderField header : order.headers()) {
            if (header.name().equalsIgnoreCase("content-length")) {
                return Long.parseLong(header.value());
            }
        }
        return -1;
    }

    /** The header section without what was for this connection. */
    static List<HeaderField> endToEnd(HttpFields fields) {
        Set<String> named = new HashSet<>();
        fields.getCSV("Connection", false).forEach(name -> named.add(name.toLowerCase(Locale.ROOT)));
        List<HeaderField> headers = new ArrayList<>();
        for (HttpField field : fields) {
            String name = field.getName().toLowerCase(Locale.ROOT);
            if (!OF_THE_CONNECTION.contains(name) && !named.contains(name)) {
                headers.add(new HeaderField(field.getName(), String.valueOf(field.getValue())));
            }
        }
        return headers;
    }

    /** For the log: queries carry secrets. */
    static String withoutQuery(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query) + "?…";
    }
}
