package io.dispatcher.door.web;

import io.dispatcher.metrics.web.AccessFilter;
import io.dispatcher.web.HttpsRedirectFilter;
import io.dispatcher.web.SecurityFilter;
import io.dispatcher.web.engine.EngineFilter;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** The filters of every request, as one: what the container does around each (it tells its listeners twice) costs more than most of them. */
public class DoorFilter implements Filter {
    @Inject
    private AccessFilter access;

    @Inject
    private EngineFilter engine;

    @Inject
    private HttpsRedirectFilter redirect;

    @Inject
    private SecurityFilter security;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain servlet)
            throws IOException, ServletException {
        FilterChain secured = (asked, answered) -> security.doFilter(asked, answered, servlet);
        FilterChain redirected = (asked, answered) -> redirect.doFilter(asked, answered, secured);
        FilterChain served = (asked, answered) -> engine.doFilter(asked, answered, redirected);
        access.doFilter(request, response, served);
    }
}
