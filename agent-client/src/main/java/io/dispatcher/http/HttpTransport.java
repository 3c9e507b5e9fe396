package io.dispatcher.http;

import java.lang.System.Logger.Level;
import java.nio.channels.ClosedSelectorException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The pooled clients, one that verifies certificates and one that does not. A connection is reused only for the same target, resolved
 * address and source address. Nothing is followed, retried, decompressed or remembered on its own. Thread-safe.
 */
public final class HttpTransport implements AutoCloseable {
    static final String ROUTE = "dispatcher.route";

    private static final int BUFFER_BYTES = 8 * 1024;
    private static final int HEADER_LINES = 1000;
    private static final int HEADER_LINE_BYTES = 64 * 1024;
    private static final int HEADER_BYTES = 128 * 1024;
    // Above the largest credit, so that no order waits for another one's connection.
    private static final int CONNECTIONS = 3000;
    private static final TimeValue IDLE = TimeValue.ofSeconds(20);
    private static final TimeValue CHECK_AFTER = TimeValue.ofMilliseconds(500);
    private static final Timeout CONNECT = Timeout.ofSeconds(30);

    private final CloseableHttpAsyncClient verifying = started(true);
    private final BodyMemory memory;
    private @Nullable CloseableHttpAsyncClient trusting;

    /**
     * Starts the I/O thread.
     *
     * @param memory takes the response bodies
     */
    public HttpTransport(BodyMemory memory) {
        this.memory = memory;
    }

    BodyMemory memory() {
        return memory;
    }

    CloseableHttpAsyncClient clientFor(boolean verifyTls) {
        return verifyTls ? verifying : trusting();
    }

    private synchronized CloseableHttpAsyncClient trusting() {
        CloseableHttpAsyncClient client = trusting;
        if (client == null) {
            client = started(false);
            trusting = client;
        }
        return client;
    }

    private static CloseableHttpAsyncClient started(boolean verifyTls) {
        CloseableHttpAsyncClient client = HttpAsyncClientBuilder.create()
                .setConnectionManager(pool(verifyTls))
                .setIOReactorConfig(IOReactorConfig.custom()
                        .setIoThreadCount(1)
                        .setTcpNoDelay(true)
                        .setSoKeepAlive(true)
                        .build())
                .setIoReactorExceptionCallback(HttpTransport::reactorFailed)
                .setHttp1Config(Http1Config.custom()
                        .setBufferSize(BUFFER_BYTES)
                        .setChunkSizeHint(BUFFER_BYTES)
                        .setMaxHeaderCount(HEADER_LINES)
                        .setMaxLineLength(HEADER_LINE_BYTES)
                        .build())
                .setH2Config(H2Config.custom()
                        .setPushEnabled(false)
                        .setMaxHeaderListSize(HEADER_BYTES)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setProtocolUpgradeEnabled(false)
                        .setConnectionRequestTimeout(CONNECT)
                        .build())
                .setRoutePlanner(new PlannedRoute())
                .addRequestInterceptorFirst(HttpTransport::refuseStopped)
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
        client.start();
        return client;
    }

    // Closing at once races with the reactor's own end.
    private static void reactorFailed(Exception cause) {
        Level level = cause instanceof ClosedSelectorException ? Level.DEBUG : Level.ERROR;
        System.getLogger(HttpTransport.class.getName()).log(level, "the I/O thread failed", cause);
    }

    private static AsyncClientConnectionManager pool(boolean verifyTls) {
        TrackedConnections pool = new TrackedConnections(new TimedOperator(new LazyTls(verifyTls)));
        pool.setMaxTotal(CONNECTIONS);
        pool.setDefaultMaxPerRoute(CONNECTIONS);
        pool.setDefaultTlsConfig(
                TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.NEGOTIATE).build());
        pool.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(CONNECT)
                .setValidateAfterInactivity(CHECK_AFTER)
                .build());
        return pool;
    }

    // A request whose deadline passed while its connection was made must not be sent after all.
    private static void refuseStopped(HttpRequest request, @Nullable EntityDetails body, HttpContext context)
            throws HttpException {
        HopCall call = HopCall.of(context);
        if (call != null && call.stopped()) {
            throw new HttpException("the request was stopped");
        }
    }

    /** Closes all connections at once. */
    @Override
    public synchronized void close() {
        verifying.close(CloseMode.IMMEDIATE);
        if (trusting != null) {
            trusting.close(CloseMode.IMMEDIATE);
        }
    }

    /** The route was decided, and checked, before. */
    private static final class PlannedRoute implements HttpRoutePlanner {
        @Override
        public HttpRoute determineRoute(HttpHost target, HttpContext context) {
            return (HttpRoute) context.getAttribute(ROUTE);
        }
    }
}
