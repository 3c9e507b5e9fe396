package io.dispatcher.http;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.impl.nio.DefaultAsyncClientConnectionOperator;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.nio.AsyncClientConnectionOperator;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** The client's pool, with connections that tell the {@link HopClock} of their request how long they took to open. */
final class TimedConnections extends PoolingAsyncClientConnectionManagerBuilder {
    static final String CLOCK = "dispatcher.clock";

    @Override
    protected AsyncClientConnectionOperator createConnectionOperator(
            TlsStrategy tls, @Nullable SchemePortResolver ports, @Nullable DnsResolver names) {
        return new TimedOperator(tls, ports, names);
    }

    private static final class TimedOperator extends DefaultAsyncClientConnectionOperator {
        TimedOperator(TlsStrategy tls, @Nullable SchemePortResolver ports, @Nullable DnsResolver names) {
            super(
                    RegistryBuilder.<TlsStrategy>create()
                            .register(URIScheme.HTTPS.id, tls)
                            .build(),
                    ports,
                    names);
        }

        @Override
        protected void onBeforeSocketConnect(@Nullable HttpContext context, HttpHost host) {
            HopClock clock = clock(context);
            if (clock != null) {
                clock.connecting();
            }
        }

        @Override
        protected void onAfterSocketConnect(@Nullable HttpContext context, HttpHost host) {
            HopClock clock = clock(context);
            if (clock != null) {
                clock.connected();
            }
        }

        @Override
        protected void onBeforeTlsHandshake(@Nullable HttpContext context, HttpHost host) {
            HopClock clock = clock(context);
            if (clock != null) {
                clock.handshaking();
            }
        }

        @Override
        protected void onAfterTlsHandshake(@Nullable HttpContext context, HttpHost host) {
            HopClock clock = clock(context);
            if (clock != null) {
                clock.handshaken();
            }
        }

        private static @Nullable HopClock clock(@Nullable HttpContext context) {
            return context == null ? null : (HopClock) context.getAttribute(CLOCK);
        }
    }
}
