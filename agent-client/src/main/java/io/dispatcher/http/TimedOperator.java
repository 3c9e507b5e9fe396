package io.dispatcher.http;

import org.apache.hc.client5.http.impl.nio.DefaultAsyncClientConnectionOperator;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Opens connections and tells the {@link HopClock} of their request how long each phase took. */
final class TimedOperator extends DefaultAsyncClientConnectionOperator {
    TimedOperator(TlsStrategy tls) {
        super(
                RegistryBuilder.<TlsStrategy>create()
                        .register(URIScheme.HTTPS.id, tls)
                        .build(),
                null,
                null);
    }

    @Override
    protected void onBeforeSocketConnect(@Nullable HttpContext context, HttpHost host) {
        HopCall call = HopCall.of(context);
        if (call != null) {
            call.clock().connecting();
        }
    }

    @Override
    protected void onAfterSocketConnect(@Nullable HttpContext context, HttpHost host) {
        HopCall call = HopCall.of(context);
        if (call != null) {
            call.clock().connected();
        }
    }

    @Override
    protected void onBeforeTlsHandshake(@Nullable HttpContext context, HttpHost host) {
        HopCall call = HopCall.of(context);
        if (call != null) {
            call.clock().handshaking();
        }
    }

    @Override
    protected void onAfterTlsHandshake(@Nullable HttpContext context, HttpHost host) {
        HopCall call = HopCall.of(context);
        if (call != null) {
            call.clock().handshaken();
        }
    }
}
