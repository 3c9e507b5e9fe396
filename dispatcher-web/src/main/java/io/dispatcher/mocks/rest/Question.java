package io.dispatcher.mocks.rest;

import io.dispatcher.mocks.MockRecords;
import io.dispatcher.mocks.MockRequest;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkOrder;
import io.dispatcher.security.Caller;
import io.dispatcher.web.SecurityFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that mocks are asked about, as the container has it. For one thread at a time. */
final class Question {
    private static final byte[] NOTHING = {};

    private final HttpServletRequest request;
    private final String path;
    private final @Nullable String query;
    private final @Nullable String upstream;
    private final long began = System.nanoTime();
    private byte[] body = NOTHING;
    private boolean read;

    /** @param upstream that is away; null: the coordinator's own port */
    Question(HttpServletRequest request, String path, @Nullable String query, @Nullable String upstream) {
        this.request = request;
        this.path = path;
        this.query = query;
        this.upstream = upstream;
    }

    HttpServletRequest request() {
        return request;
    }

    @Nullable
    String upstream() {
        return upstream;
    }

    Question with(byte[] whole) {
        body = whole;
        read = true;
        return this;
    }

    MockRequest asked() {
        return new MockRequest(
                request.getMethod(), path, query, name -> Collections.list(request.getHeaders(name)), body);
    }

    MockRecords.Asked forHistory() {
        Caller caller = request.getAttribute(SecurityFilter.CALLER) instanceof Caller known ? known : null;
        return new MockRecords.Asked(
                request.getMethod(),
                url(),
                headers(),
                body,
                read ? body.length : size(),
                System.nanoTime() - began,
                caller == null ? null : caller.name(),
                upstream);
    }

    /** Of a body nobody read. */
    private long size() {
        return request.getHeader("Transfer-Encoding") == null ? Math.max(0, request.getContentLengthLong()) : -1;
    }

    private String url() {
        String after = query == null ? "" : "?" + query;
        return (upstream == null ? request.getRequestURL().toString() : WorkOrder.UPSTREAM + upstream + path) + after;
    }

    private List<HeaderField> headers() {
        List<HeaderField> fields = new ArrayList<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                fields.add(new HeaderField(name, value));
            }
        }
        return fields;
    }
}
