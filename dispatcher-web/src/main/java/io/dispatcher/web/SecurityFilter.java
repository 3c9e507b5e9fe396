package io.dispatcher.web;

import io.dispatcher.config.Settings;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.security.Caller;
import io.dispatcher.security.Tokens;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The one door to everything: who is it, may they, does a foreign page ask, and the headers every answer carries. Sets the request attribute
 * {@link #CALLER}. On the way of every request: no allocation beyond the token's hash, no query.
 */
public class SecurityFilter implements Filter {
    /** Request attribute: the validated {@link Caller}, never absent behind this filter. */
    public static final String CALLER = "io.dispatcher.caller";

    private static final String BEARER = "Bearer ";
    private static final String API_POLICY = "default-src 'none'; frame-ancestors 'none'";
    private static final String PAGE_POLICY =
            "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline';"
                    + " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    @Inject
    private Tokens tokens;

    @Inject
    private Settings settings;

    private Origins origins = new Origins(null);

    @Override
    public void init(FilterConfig config) {
        origins = new Origins(settings.publicBaseUrl());
    }

    @Override
    public void doFilter(ServletRequest anyRequest, ServletResponse anyResponse, FilterChain next)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) anyRequest;
        HttpServletResponse response = (HttpServletResponse) anyResponse;
        String path;
        try {
            path = Access.path(request.getRequestURI());
        } catch (IllegalArgumentException e) {
            headers(response, Access.VIEWER);
            Problems.write(
                    response, new Failure(FailureType.INVALID_REQUEST, "The path is not validly encoded."), null);
            return;
        }
        Access access = Access.of(request.getMethod(), path);
        headers(response, access);
        Failure refusal = admit(request, path, access);
        if (refusal != null) {
            Problems.write(response, refusal, null);
            return;
        }
        try {
            next.doFilter(request, response);
        } catch (ProblemException e) {
            Problems.write(response, e.failure(), null, e.headers());
        }
    }

    /** Null if it may go on. */
    private @Nullable Failure admit(HttpServletRequest request, String path, Access access) {
        boolean changes = !Access.reading(request.getMethod()) || request.getHeader("Upgrade") != null;
        if (changes && !origins.sameOrigin(request)) {
            return new Failure(
                    FailureType.FORBIDDEN, "Pages of another origin may not do this; see --public-base-url.");
        }
        if (tokens.open()) {
            return open(request, access);
        }
        Caller caller = caller(request, path);
        if (caller == null && access == Access.EVERYBODY) {
            caller = Caller.ANONYMOUS;
        }
        if (caller == null && access == Access.LOOPBACK_OR_VIEWER && Loopback.is(request.getRemoteAddr())) {
            caller = Caller.ANONYMOUS;
        }
        if (caller == null) {
            return new Failure(
                    FailureType.UNAUTHORIZED,
                    "Send a valid token as Authorization: Bearer; dispatcher token create makes one.");
        }
        if (!access.allows(caller)) {
            return new Failure(FailureType.FORBIDDEN, "Role " + caller.role().tag() + " may not do this.");
        }
        request.setAttribute(CALLER, caller);
        return null;
    }

    /** Nobody has a token yet: whoever is on this machine may do everything, nobody else anything. */
    private @Nullable Failure open(HttpServletRequest request, Access access) {
        if (!Loopback.is(request.getLocalAddr())) {
            return new Failure(
                    FailureType.UNAUTHORIZED,
                    "Without a token only loopback addresses are served; dispatcher token create makes one.");
        }
        if (access != Access.EVERYBODY && !origins.knownHost(request)) {
            return new Failure(
                    FailureType.FORBIDDEN,
                    "Without a token the Host must be localhost, a loopback address or --public-base-url.");
        }
        request.setAttribute(CALLER, Caller.OPEN);
        return null;
    }

    /** In tunnels {@code Authorization} belongs to the upstream. */
    private @Nullable Caller caller(HttpServletRequest request, String path) {
        String header = request.getHeader(path.startsWith("/t/") ? "Dispatcher-Authorization" : "Authorization");
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? tokens.check(header.substring(BEARER.length()).strip())
                : null;
    }

    private static void headers(HttpServletResponse response, Access access) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        if (access == Access.EVERYBODY) {
            response.setHeader("Content-Security-Policy", PAGE_POLICY);
        } else {
            response.setHeader("Content-Security-Policy", API_POLICY);
            response.setHeader("Cache-Control", "no-store");
        }
    }
}
