package io.dispatcher.inbound.web;

import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.inbound.Inbound;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.security.Caller;
import io.dispatcher.web.SecurityFilter;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Requests to the target routes as records of the history. Those routes answer before they return, so what stands afterwards is the whole of it. */
@WebFilter(
        urlPatterns = {"", "/stream", "/echo/*", "/user-agent", "/submit", "/files/*", "/static/*"},
        asyncSupported = true)
public class InboundFilter implements Filter {
    @Inject
    private Inbound inbound;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain next)
            throws IOException, ServletException {
        if (inbound.wanted()) {
            record((HttpServletRequest) request, (HttpServletResponse) response, next);
        } else {
            next.doFilter(request, response);
        }
    }

    private void record(HttpServletRequest request, HttpServletResponse response, FilterChain next)
            throws IOException, ServletException {
        long began = System.nanoTime();
        SeenRequest asked = new SeenRequest(request);
        SeenResponse answered = new SeenResponse(response);
        next.doFilter(asked, answered);
        List<HeaderField> askedFields =
                fields(Collections.list(request.getHeaderNames()), name -> Collections.list(request.getHeaders(name)));
        List<HeaderField> answeredFields = fields(response.getHeaderNames(), response::getHeaders);
        inbound.answered(
                request.getMethod(),
                url(request),
                caller(request),
                System.nanoTime() - began,
                new DispatchRecord.RequestPart(askedFields, asked.seen(), size(request, asked), 0, false, false),
                response.getStatus(),
                new DispatchRecord.ResponsePart(
                        request.getProtocol(), answeredFields, answered.seen(), false, answered.bytes(), null));
    }

    /** Of a body that nobody read to its end, what its head says. */
    private static long size(HttpServletRequest request, SeenRequest asked) {
        return Math.max(asked.bytes(), request.getContentLengthLong());
    }

    private static @Nullable String caller(HttpServletRequest request) {
        return request.getAttribute(SecurityFilter.CALLER) instanceof Caller known ? known.name() : null;
    }

    private static String url(HttpServletRequest request) {
        String query = request.getQueryString();
        return request.getRequestURL() + (query == null ? "" : "?" + query);
    }

    private static List<HeaderField> fields(Collection<String> names, Function<String, Collection<String>> values) {
        List<HeaderField> fields = new ArrayList<>();
        for (String name : names) {
            values.apply(name).forEach(value -> fields.add(new HeaderField(name, value)));
        }
        return fields;
    }
}
