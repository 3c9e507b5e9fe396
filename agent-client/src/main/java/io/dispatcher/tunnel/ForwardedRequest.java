package io.dispatcher.tunnel;

import io.dispatcher.config.Upstream;
import io.dispatcher.protocol.EndToEnd;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkOrder;
import java.net.URI;
import java.util.List;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** An order for an upstream as a request to it, and what comes back as the caller gets it. */
final class ForwardedRequest {
    private ForwardedRequest() {}

    /** The request as the upstream gets it; the node took away what belonged to the caller's connection. */
    static Request of(HttpClient client, WorkOrder order, Upstream upstream) {
        URI base = upstream.url();
        return client.newRequest(base.getHost(), port(base))
                .scheme(base.getScheme())
                .method(order.method())
                .path(target(order.url(), base))
                .headers(headers -> {
                    for (HeaderField header : EndToEnd.of(order.headers())) {
                        if (passes(header.name(), upstream)) {
                            headers.add(header.name(), header.value());
                        }
                    }
                });
    }

    /** The client writes the length itself, and the host if there is none. */
    private static boolean passes(String name, Upstream upstream) {
        return name.equalsIgnoreCase("host") ? upstream.keepsHost() : !name.equalsIgnoreCase("content-length");
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

    /** Length of the body of an answer; -1 if it is not known, or there is none whatever the header says. */
    static long length(WorkOrder order, Response answer) {
        boolean bodiless = order.method().equals("HEAD") || HttpStatus.hasNoBody(answer.getStatus());
        return bodiless ? -1 : answer.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    }

    /** The header section without what was for this connection. */
    static List<HeaderField> endToEnd(HttpFields fields) {
        return EndToEnd.of(fields.stream()
                .map(field -> new HeaderField(field.getName(), String.valueOf(field.getValue())))
                .toList());
    }

    /** Those trailers that may be passed on; null: none. */
    static @Nullable HttpFields trailers(@Nullable HttpFields trailers) {
        if (trailers == null) {
            return null;
        }
        HttpFields.Mutable passing = HttpFields.build();
        trailers.stream().filter(field -> EndToEnd.inTrailers(field.getName())).forEach(passing::add);
        return passing.size() == 0 ? null : passing;
    }

    /** For the log: queries carry secrets. */
    static String withoutQuery(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query) + "?…";
    }
}
