package io.dispatcher.tunnel;

import io.dispatcher.protocol.BodyStreams;
import java.io.IOException;
import java.net.URI;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.jspecify.annotations.Nullable;

/** Where the node's streams are, and what opens them. Thread-safe. */
public interface NodeDoor {
    /** Base URL of the node this agent is connected with, without a slash at its end; null while it is with none. */
    @Nullable
    String url();

    /** What to send as a bearer token; null: none is needed. */
    @Nullable
    String token() throws IOException;

    /** A request to the stream of an order. */
    default BasicHttpRequest request(String method, String orderId, BodyStreams streams) throws IOException {
        String base = streams.url() != null ? streams.url() : url();
        if (base == null) {
            throw new IOException("no coordinator is connected");
        }
        URI uri = URI.create(base);
        String path = (uri.getRawPath() == null ? "" : uri.getRawPath()) + BodyStreams.PATH + orderId;
        BasicHttpRequest request =
                new BasicHttpRequest(method, new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort()), path);
        request.setHeader(BodyStreams.TOKEN, streams.token());
        String token = token();
        if (token != null) {
            request.setHeader("Authorization", "Bearer " + token);
        }
        return request;
    }
}
