package io.dispatcher.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests that a browser makes for another site. A request without {@code Origin} is not from a page (or only reads), and scripts
 * that set their own headers are not what this protects from.
 */
final class Origins {
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private final @Nullable String publicAuthority;

    Origins(@Nullable URI publicBaseUrl) {
        this.publicAuthority = publicBaseUrl == null ? null : lower(publicBaseUrl.getRawAuthority());
    }

    /** False if a page of another origin made it. */
    boolean sameOrigin(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return !"cross-site".equals(request.getHeader("Sec-Fetch-Site"));
        }
        int start = origin.indexOf("://");
        if (start < 0) {
            return false; // "null": a sandboxed or file page
        }
        String authority = lower(origin.substring(start + 3));
        return authority.equals(lower(request.getHeader("Host"))) || authority.equals(publicAuthority);
    }

    /**
     * False if the Host is a name that somebody else's DNS may have pointed at this machine. Only asked in open mode, where the network
     * position is all that protects.
     */
    boolean knownHost(HttpServletRequest request) {
        String host = lower(request.getHeader("Host"));
        if (host.isEmpty() || host.equals(publicAuthority)) {
            return true;
        }
        int port = host.lastIndexOf(':');
        String name = port > host.lastIndexOf(']') ? host.substring(0, port) : host;
        return LOCAL_NAMES.contains(name) || name.startsWith("[") || name.startsWith("127.");
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
