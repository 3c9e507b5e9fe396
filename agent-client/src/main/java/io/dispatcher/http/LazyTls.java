package io.dispatcher.http;

import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** TLS that reads the trusted certificates at the first connection that needs them: it takes time and memory at the start. */
final class LazyTls implements TlsStrategy {
    private final boolean verify;
    private volatile @Nullable TlsStrategy made;

    LazyTls(boolean verify) {
        this.verify = verify;
    }

    private TlsStrategy strategy() {
        TlsStrategy strategy = made;
        if (strategy == null) {
            synchronized (this) {
                strategy = made == null ? make() : made;
                made = strategy;
            }
        }
        return strategy;
    }

    private TlsStrategy make() {
        if (verify) {
            return ClientTlsStrategyBuilder.create().buildAsync();
        }
        try {
            SSLContext trustAll = SSLContexts.custom()
                    .loadTrustMaterial(null, (chain, authType) -> true)
                    .build();
            return ClientTlsStrategyBuilder.create()
                    .setSslContext(trustAll)
                    // Java's own check of the name is on unless the client says that it does that itself.
                    .setHostVerificationPolicy(HostnameVerificationPolicy.CLIENT)
                    .setHostnameVerifier(NoopHostnameVerifier.INSTANCE)
                    .buildAsync();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS in this Java runtime", e);
        }
    }

    @Override
    public void upgrade(
            TransportSecurityLayer layer,
            NamedEndpoint endpoint,
            @Nullable Object attachment,
            @Nullable Timeout handshakeTimeout,
            @Nullable FutureCallback<TransportSecurityLayer> callback) {
        strategy().upgrade(layer, endpoint, attachment, handshakeTimeout, callback);
    }

    @Deprecated
    @Override
    public boolean upgrade(
            TransportSecurityLayer layer,
            HttpHost host,
            SocketAddress local,
            SocketAddress remote,
            @Nullable Object attachment,
            @Nullable Timeout handshakeTimeout) {
        return strategy().upgrade(layer, host, local, remote, attachment, handshakeTimeout);
    }
}
