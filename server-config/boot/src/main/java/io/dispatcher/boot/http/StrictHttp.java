package io.dispatcher.boot.http;

import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.http.ChunkedTransferEncoding;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.TransferEncoding;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.jspecify.annotations.Nullable;

/**
 * Puts our checks around the HTTP codec of every listener, plain and TLS. Payara looks for a service of this type called
 * {@code comet} (of which it has none of its own) when it makes a listener: the one place where it lets others have the
 * listener's filters. {@code META-INF/hk2-locator/default} names this class.
 */
public final class StrictHttp implements AddOn {
    private static final int DEFAULT_MAX_HEAD = 65_536;

    private final int maxHead = Integer.getInteger("dispatcher.max-header-bytes", DEFAULT_MAX_HEAD);
    private final int maxTarget = Integer.getInteger("dispatcher.max-target-length", maxHead);
    private final AnswerFields fields = new AnswerFields(
            System.getProperty("dispatcher.keepalive-timeout", "30"),
            Integer.getInteger("dispatcher.max-keepalive-requests", 0));

    @Override
    public void setup(@Nullable NetworkListener listener, FilterChainBuilder builder) {
        int index = builder.indexOfType(HttpServerFilter.class);
        HttpServerFilter codec = (HttpServerFilter) builder.get(index);
        for (TransferEncoding encoding : codec.getTransferEncodings()) {
            if (encoding instanceof ChunkedTransferEncoding) {
                codec.removeTransferEncoding(encoding);
                codec.addTransferEncoding(new StrictChunks(encoding, maxHead));
            }
        }
        builder.set(index, new StrictCodec(codec, maxHead, maxTarget, fields));
        // After the transport itself, so that what fails its TLS handshake counts too.
        builder.add(1, ConnectionCount.ALL);
    }
}
