package io.dispatcher.web;

import io.dispatcher.config.Settings;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.security.Caller;
import io.dispatcher.security.Tokens;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * The one door to everything: who is it, may they, does a foreign page ask, and the headers every answer carries.
 */
@Dependent
public class SecurityFilter implements Filter {
    /** Request attribute: the validated {@link Caller}, never absent behind this filter. */
    public static final String CALLER = "io.dispatcher.caller";

    /** Request attribute: the id of the dispatch that came of it, absent without one. */
    public static final String REQUEST_ID = "io.dispatcher.request-id";

    /** Of RFC 9110 and RFC 5789; any other is for upstreams only. */
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE");

    private static final Failure UNKNOWN_METHOD =
            new Failure(FailureType.NOT_IMPLEMENTED, "Only tunnels and mocks take methods that HTTP does not know.");
    private static final String API_POLICY = "default-src 'none'; frame-ancestors 'none'";
    private static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                    + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Inject
    private Tokens tokens;

    @Inject
    private Settings settings;

    @Inject
    private OpenPaths open;

    private final HttpDate date = new HttpDate();
    private Gate gate;
    private DemoToken demo;
    private SwitchedOff switchedOff;

    @PostConstruct
    void build() {
        gate = new Gate(tokens, new Origins(settings.publicBaseUrl()));
        demo = new DemoToken(settings.playground().demoToken());
        switchedOff = new SwitchedOff(settings);
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
        boolean tunnel = path.startsWith("/t/");
        boolean known = tunnel || METHODS.contains(request.getMethod()) || open.takesAnyMethod(path);
        Failure refusal = known ? gate.admit(request, path, access) : UNKNOWN_METHOD;
        if (!tunnel) {
            response.setHeader("Date", date.at(System.currentTimeMillis()));
            response.setHeader("Server", settings.playground().serverName());
        }
        if (refusal == null && tunnel && request.getHeader(OpenPaths.ONLY) != null) {
            refusal = new Failure(FailureType.NOT_FOUND, "A tunnel is none of the paths that are asked for.");
        }
        if (refusal == null && !tunnel && request.getAttribute(CALLER) != Caller.ANONYMOUS) {
            // Whatever is answered there stands beside the API and must not act for whoever looks at it.
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("Content-Security-Policy", "sandbox");
            if (open.answer(request, response, path)) {
                return;
            }
        }
        if (!tunnel) {
            headers(response, access);
        }
        if (refusal == null) {
            refusal = demo.refuses(request, path, access);
        }
        if (refusal == null) {
            refusal = switchedOff.refuses(path);
        }
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
