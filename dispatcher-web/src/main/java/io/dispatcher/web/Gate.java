package io.dispatcher.web;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.security.Caller;
import io.dispatcher.security.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Decides whether a request may go on, and as whom. Thread-safe; no allocation beyond the token's hash, no query. */
final class Gate {
    private static final String BEARER = "Bearer ";
    private static final Failure FOREIGN_PAGE =
            new Failure(FailureType.FORBIDDEN, "Pages of another origin may not do this; see --public-base-url.");
    private static final Failure NO_TOKEN = new Failure(
            FailureType.UNAUTHORIZED,
            "Send a valid token as Authorization: Bearer; dispatcher token create makes one.");
    private static final Failure NOT_LOOPBACK = new Failure(
            FailureType.UNAUTHORIZED,
            "Without a token only loopback addresses are served; dispatcher token create makes one.");
    private static final Failure FOREIGN_HOST = new Failure(
            FailureType.FORBIDDEN,
            "Without a token the Host must be localhost, a loopback address or --public-base-url.");

    private final Tokens tokens;
    private final Origins origins;

    Gate(Tokens tokens, Origins origins) {
        this.tokens = tokens;
        this.origins = origins;
    }

    /**
     * Null if it may go on: then the request has its {@link SecurityFilter#CALLER}.
     *
     * @param path as {@link Access#path} gives it
     */
    @Nullable
    Failure admit(HttpServletRequest request, String path, Access access) {
        boolean upgrade = request.getHeader("Upgrade") != null;
        if ((upgrade || !Access.reading(request.getMethod())) && !origins.sameOrigin(request)) {
            return FOREIGN_PAGE;
        }
        if (tokens.open()) {
            return open(request, access);
        }
        Caller caller = caller(request, path);
        if (access == Access.AGENT && upgrade) {
            // The channel says no by its own close codes.
            return enter(request, caller == null ? Caller.ANONYMOUS : caller);
        }
        if (caller == null && needsNoToken(request, access)) {
            return enter(request, Caller.ANONYMOUS);
        }
        if (caller == null) {
            return NO_TOKEN;
        }
        return access.allows(caller)
                ? enter(request, caller)
                : new Failure(FailureType.FORBIDDEN, "Role " + caller.role().tag() + " may not do this.");
    }

    /** Nobody has a token yet: whoever is on this machine may do everything, nobody else anything. */
    private @Nullable Failure open(HttpServletRequest request, Access access) {
        if (!Loopback.is(request.getLocalAddr())) {
            return NOT_LOOPBACK;
        }
        if (access != Access.EVERYBODY && !origins.knownHost(request)) {
            return FOREIGN_HOST;
        }
        return enter(request, Caller.OPEN);
    }

    private static boolean needsNoToken(HttpServletRequest request, Access access) {
        return access == Access.EVERYBODY
                || (access == Access.LOOPBACK_OR_VIEWER && Loopback.is(request.getRemoteAddr()));
    }

    private static @Nullable Failure enter(HttpServletRequest request, Caller caller) {
        request.setAttribute(SecurityFilter.CALLER, caller);
        return null;
    }

    /** In tunnels {@code Authorization} belongs to the upstream. */
    private @Nullable Caller caller(HttpServletRequest request, String path) {
        String header = request.getHeader(path.startsWith("/t/") ? "Dispatcher-Authorization" : "Authorization");
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? tokens.check(header.substring(BEARER.length()).strip())
                : null;
    }
}
