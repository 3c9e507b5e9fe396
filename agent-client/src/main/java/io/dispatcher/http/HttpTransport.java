package io.dispatcher.http;

import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The pooled clients, one that verifies certificates and one that does not. A connection is reused only for the same target, resolved
 * address and source address. Nothing is followed, retried, decompressed or remembered on its own. Thread-safe.
 */
public final class HttpTransport implements AutoCloseable {
    static final String ROUTE = "dispatcher.route";

    private static final int BUFFER_BYTES = 8 * 1024;
    private static final int CONNECTIONS = 4096;
    private static final int CONNECTIONS_PER_ROUTE = 1024;
    private static final TimeValue IDLE = TimeValue.ofSeconds(20);
    private static final Timeout CONNECT = Timeout.ofMinutes(2);

    private final CloseableHttpAsyncClient verifying;
    private final CloseableHttpAsyncClient trusting;

    /** Starts the clients' I/O threads. */
    public HttpTransport() {
        try {
            verifying = client(ClientTlsStrategyBuilder.create().buildAsync());
            SSLContext trustAll = SSLContexts.custom()
                    .loadTrustMaterial(null, (chain, authType) -> true)
                    .build();
            trusting = client(ClientTlsStrategyBuilder.create()
                    .setSslContext(trustAll)
                    .setHostnameVerifier(NoopHostnameVerifier.INSTANCE)
                    .buildAsync());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS in this Java runtime", e);
        }
        verifying.start();
        trusting.start();
    }

    CloseableHttpAsyncClient client(boolean verifyTls) {
        return verifyTls ? verifying : trusting;
    }

    private static CloseableHttpAsyncClient client(TlsStrategy tls) {
        return HttpAsyncClientBuilder.create()
                .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                        .setTlsStrategy(tls)
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                        .setConnPoolPolicy(PoolReusePolicy.LIFO)
                        .setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(CONNECTIONS_PER_ROUTE)
                        .setDefaultTlsConfig(TlsConfig.custom()
                                .setVersionPolicy(HttpVersionPolicy.NEGOTIATE)
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setValidateAfterInactivity(TimeValue.ofSeconds(2))
                                .build())
                        .build())
                .setIOReactorConfig(IOReactorConfig.custom()
                        .setIoThreadCount(1)
                        .setTcpNoDelay(true)
                        .setSoKeepAlive(true)
                        .build())
                .setHttp1Config(Http1Config.custom()
                        .setBufferSize(BUFFER_BYTES)
                        .setChunkSizeHint(BUFFER_BYTES)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setProtocolUpgradeEnabled(false)
                        .setConnectionRequestTimeout(CONNECT)
                        .build())
                .setRoutePlanner(new PlannedRoute())
                .setUserAgent("dispatcher")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .disableRequestPriority()
                .evictExpiredConnections()
                .evictIdleConnections(IDLE)
                .build();
    }

    /** Closes all connections at once. */
    @Override
    public void close() {
        verifying.close(CloseMode.IMMEDIATE);
        trusting.close(CloseMode.IMMEDIATE);
    }

    /** The route was decided, and checked, before. */
    private static final class PlannedRoute implements HttpRoutePlanner {
        @Override
        public HttpRoute determineRoute(HttpHost target, HttpContext context) {
            return (HttpRoute) context.getAttribute(ROUTE);
        }
    }
}
