package io.dispatcher.web;

import io.dispatcher.config.Settings;
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
import org.jspecify.annotations.Nullable;

/**
 * Sends plain HTTP to HTTPS where the operator asked for it. Health is answered all the same: probes count a redirect as good and would
 * never see that something is not ready.
 */
@Dependent
public class HttpsRedirectFilter implements Filter {
    private static final int PERMANENT_REDIRECT = 308;
    private static final int HTTPS = 443;

    @Inject
    private Settings settings;

    @Override
    public void doFilter(ServletRequest anyRequest, ServletResponse anyResponse, FilterChain next)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) anyRequest;
        Integer port = settings.httpsRedirectPort();
        if (port == null || request.isSecure() || health(request.getRequestURI())) {
            next.doFilter(anyRequest, anyResponse);
            return;
        }
        HttpServletResponse response = (HttpServletResponse) anyResponse;
        response.setStatus(PERMANENT_REDIRECT);
        response.setHeader(
                "Location", location(request.getServerName(), port, request.getRequestURI(), request.getQueryString()));
        // Browsers would keep it for this host and port for ever.
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(0);
    }

    private static boolean health(String uri) {
        return uri.equals("/health") || uri.startsWith("/health/");
    }

    static String location(String host, int port, String uri, @Nullable String query) {
        return "https://"
                + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host)
                + (port == HTTPS ? "" : ":" + port)
                + uri
                + (query == null ? "" : "?" + query);
    }
}
