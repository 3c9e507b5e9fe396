package io.dispatcher.tunnel;

import io.dispatcher.protocol.BodyStreams;
import java.io.IOException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
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
    default Request request(HttpClient client, String method, String orderId, BodyStreams streams) throws IOException {
        String base = streams.url() != null ? streams.url() : url();
        if (base == null) {
            throw new IOException("no coordinator is connected");
        }
        String token = token();
        return client.newRequest(base + BodyStreams.PATH + orderId)
                .method(method)
                .headers(headers -> {
                    headers.put(BodyStreams.TOKEN, streams.token());
                    if (token != null) {
                        headers.put("Authorization", "Bearer " + token);
                    }
                });
    }
}
