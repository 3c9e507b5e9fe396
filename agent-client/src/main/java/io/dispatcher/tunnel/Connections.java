package io.dispatcher.tunnel;

import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pooled clients: nothing followed, authorized, decompressed, added or remembered. Jetty's, because it reads from a connection no further
 * than it is asked to (docs/adr/0010).
 */
final class Connections {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int HEADER_BYTES = 128 * 1024;
    /** Above the largest credit, twice: a body each way. */
    private static final int MOST = 4_000;

    private static final long CONNECT_MS = 10_000;
    /** A peer that neither takes nor sends anything for so long is given up. */
    private static final long STALLED_MS = 300_000;

    private Connections() {}

    /** @param trusted null: whom Java trusts */
    static HttpClient client(@Nullable SSLContext trusted, Executor threads) {
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        SslContextFactory.Client tls = new SslContextFactory.Client();
        if (trusted != null) {
            tls.setSslContext(trusted);
        }
        connector.setSslContextFactory(tls);
        HttpClient client = new HttpClient(new HttpClientTransportOverHTTP(connector));
        client.setExecutor(threads);
        client.setConnectTimeout(CONNECT_MS);
        client.setIdleTimeout(STALLED_MS);
        client.setFollowRedirects(false);
        client.setUserAgentField(null);
        client.setDefaultRequestContentType(null);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setMaxConnectionsPerDestination(MOST);
        client.setMaxRequestsQueuedPerDestination(MOST);
        client.setRequestBufferSize(BUFFER_BYTES);
        client.setResponseBufferSize(BUFFER_BYTES);
        client.setMaxResponseHeadersSize(HEADER_BYTES);
        try {
            client.start();
        } catch (Exception e) {
            throw new IllegalStateException("the client did not start", e);
        }
        client.getContentDecoderFactories().clear();
        client.getProtocolHandlers().clear();
        return client;
    }
}
