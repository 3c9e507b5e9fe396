package io.dispatcher.http;

import io.dispatcher.protocol.HeaderField;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Where a response sends us, by RFC 9110 section 15.4 and the Fetch standard where that leaves a choice. */
final class Redirect {
    static final int LIMIT = 20;

    private static final Set<String> SECRETS =
            Set.of("authorization", "cookie", "proxy-authorization", "x-api-key", "dispatcher-authorization", "host");
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private Redirect() {}

    /**
     * The next request, or null when the response is the answer.
     *
     * @throws HttpFailure when there were {@value #LIMIT} redirects already
     */
    static @Nullable Hop next(Hop hop, HttpResponse response) throws HttpFailure {
        boolean redirect =
                switch (response.getCode()) {
                    case 301, 302, 303, 307, 308 -> true;
                    default -> false;
                };
        Header location = redirect ? response.getFirstHeader("Location") : null;
        URI target = location == null ? null : resolve(hop.url(), location.getValue());
        if (target == null) {
            return null;
        }
        if (hop.number() >= LIMIT) {
            throw new HttpFailure("target-io", "more than " + LIMIT + " redirects");
        }
        boolean rewritten = rewritten(hop.method(), response.getCode());
        List<HeaderField> headers = headers(hop, target, rewritten);
        return new Hop(
                rewritten ? "GET" : hop.method(),
                target,
                headers,
                rewritten ? NOTHING.duplicate() : hop.body(),
                hop.number() + 1);
    }

    private static boolean rewritten(String method, int code) {
        return switch (code) {
            case 301, 302 -> method.equals("POST");
            case 303 -> !method.equals("GET") && !method.equals("HEAD");
            default -> false;
        };
    }

    private static List<HeaderField> headers(Hop hop, URI target, boolean rewritten) {
        boolean foreign = !hop.sameOrigin(target);
        return hop.headers().stream()
                .filter(header -> {
                    String name = header.name().toLowerCase(Locale.ROOT);
                    boolean ofBody = name.startsWith("content-") || name.equals("expect");
                    return !(foreign && SECRETS.contains(name)) && !(rewritten && ofBody);
                })
                .toList();
    }

    private static @Nullable URI resolve(URI base, @Nullable String location) {
        if (location == null || location.isBlank()) {
            return null;
        }
        try {
            URI target = relative(base, encoded(location.strip()));
            return Hop.isHttp(target) ? target : null;
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }

    private static URI relative(URI base, String location) throws URISyntaxException {
        // URI.resolve drops the last path segment here, against RFC 3986 section 5.2.2.
        if (location.startsWith("?")) {
            String path = base.getRawPath() == null || base.getRawPath().isEmpty() ? "/" : base.getRawPath();
            return new URI(base.getScheme() + "://" + base.getRawAuthority() + path + location);
        }
        URI there = new URI(location);
        URI root = base.getRawPath() == null || base.getRawPath().isEmpty() ? base.resolve("/") : base;
        return root.resolve(there);
    }

    // Servers send spaces and UTF-8 where only their percent-encoding is allowed.
    private static String encoded(String location) {
        StringBuilder out = new StringBuilder(location.length());
        for (int i = 0; i < location.length(); i++) {
            char c = location.charAt(i);
            if (c > 0x20 && c < 0x7f && "\"<>\\^`{|}".indexOf(c) < 0) {
                out.append(c);
            } else {
                // A header value was read as one byte per character.
                out.append(String.format(Locale.ROOT, "%%%02X", c & 0xff));
            }
        }
        return out.toString();
    }
}
