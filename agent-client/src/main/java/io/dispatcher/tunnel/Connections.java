package io.dispatcher.tunnel;

import java.lang.System.Logger.Level;
import java.nio.channels.ClosedSelectorException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Makes the pooled clients: one thread each, nothing followed, retried, decompressed or remembered. */
final class Connections {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int HEADER_LINES = 1000;
    private static final int HEADER_LINE_BYTES = 64 * 1024;
    /** Above the largest credit, twice: a body each way. */
    private static final int MOST = 4_000;

    private static final TimeValue IDLE = TimeValue.ofSeconds(20);
    private static final TimeValue CHECK_AFTER = TimeValue.ofMilliseconds(500);
    private static final Timeout CONNECT = Timeout.ofSeconds(10);

    private Connections() {}

    /** @param trusted null: whom Java trusts */
    static CloseableHttpAsyncClient client(@Nullable SSLContext trusted) {
        CloseableHttpAsyncClient client = HttpAsyncClientBuilder.create()
                .setConnectionManager(pool(trusted))
                .setIOReactorConfig(IOReactorConfig.custom()
                        .setIoThreadCount(1)
                        .setTcpNoDelay(true)
                        .setSoKeepAlive(true)
                        .build())
                .setIoReactorExceptionCallback(Connections::reactorFailed)
                .setHttp1Config(Http1Config.custom()
                        .setBufferSize(BUFFER_BYTES)
                        .setChunkSizeHint(BUFFER_BYTES)
                        .setInitialWindowSize(Pipe.CAPACITY)
                        .setMaxHeaderCount(HEADER_LINES)
                        .setMaxLineLength(HEADER_LINE_BYTES)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setProtocolUpgradeEnabled(false)
                        .setConnectionRequestTimeout(CONNECT)
                        .build())
                .setUserAgent("dispatcher")
                .addExecInterceptorFirst("dispatcher", (request, entity, scope, chain, callback) -> {
                    Call.began(scope.clientContext, scope.execRuntime);
                    chain.proceed(request, entity, scope, callback);
                })
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

    private static void reactorFailed(Exception cause) {
        // Closing at once races with the reactor's own end.
        Level level = cause instanceof ClosedSelectorException ? Level.DEBUG : Level.ERROR;
        System.getLogger(Connections.class.getName()).log(level, "the I/O thread failed", cause);
    }

    private static PoolingAsyncClientConnectionManager pool(@Nullable SSLContext trusted) {
        PoolingAsyncClientConnectionManagerBuilder pool = PoolingAsyncClientConnectionManagerBuilder.create()
                .setMaxConnTotal(MOST)
                .setMaxConnPerRoute(MOST)
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT)
                        .setValidateAfterInactivity(CHECK_AFTER)
                        .build());
        if (trusted != null) {
            pool.setTlsStrategy(
                    ClientTlsStrategyBuilder.create().setSslContext(trusted).buildAsync());
        }
        return pool.build();
    }
}
