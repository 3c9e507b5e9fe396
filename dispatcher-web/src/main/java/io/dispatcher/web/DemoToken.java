package io.dispatcher.web;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a demonstration asks of its visitors besides their role: one word, for whatever changes something or tells of others. Thread-safe. */
final class DemoToken {
    static final String HEADER = "X-Demo-Token";
    private static final Failure MISSING =
            new Failure(FailureType.FORBIDDEN, "This needs the demo token: send it as " + HEADER + ".");
    private static final List<String> READ_WITH_IT =
            List.of("/api/events", "/api/proxy", "/api/history", "/api/playground");

    private final byte @Nullable [] token;

    /** @param token null: nobody is asked */
    DemoToken(@Nullable String token) {
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
    }

    @Nullable
    Failure refuses(HttpServletRequest request, String path, Access access) {
        if (token == null || access == Access.AGENT || !guarded(request.getMethod(), path)) {
            return null;
        }
        String given = request.getHeader(HEADER);
        boolean right = given != null && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
        return right ? null : MISSING;
    }

    private static boolean guarded(String method, String path) {
        return !Access.reading(method)
                || READ_WITH_IT.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
    }
}
