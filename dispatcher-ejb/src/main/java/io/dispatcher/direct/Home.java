package io.dispatcher.direct;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Where this coordinator reaches itself. */
final class Home {
    private Home() {}

    /**
     * Of the first address of plain HTTP.
     *
     * @param urls what it listens on, comma-separated
     */
    static @Nullable String of(String urls) {
        for (String url : urls.split(",", -1)) {
            if (url.strip().startsWith("http://")) {
                URI uri = URI.create(url.strip());
                return "http://" + host(uri.getHost()) + ":" + uri.getPort();
            }
        }
        return null;
    }

    /** A wildcard is none to connect to. */
    private static String host(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return !address.isAnyLocalAddress() ? host : host.contains(":") ? "[::1]" : "127.0.0.1";
        } catch (UnknownHostException e) {
            return host;
        }
    }
}
