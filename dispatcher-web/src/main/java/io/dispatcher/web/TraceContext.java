package io.dispatcher.web;

import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.protocol.HeaderField;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The caller's W3C trace context, carried on to what is requested for it. */
public final class TraceContext {
    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";
    private static final Pattern FORM = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern VISIBLE = Pattern.compile("[\\x20-\\x7e]{1,512}");

    private TraceContext() {}

    /** The request with it; the same if the caller has none, it is malformed, or the request brings one itself. */
    public static ExecuteRequest carry(HttpServletRequest caller, ExecuteRequest request) {
        String parent = caller.getHeader(PARENT);
        if (parent == null
                || !FORM.matcher(parent).matches()
                || request.headers().stream().anyMatch(header -> header.name().equalsIgnoreCase(PARENT))) {
            return request;
        }
        List<HeaderField> trace = new ArrayList<>(2);
        trace.add(new HeaderField(PARENT, parent));
        String state = caller.getHeader(STATE);
        if (state != null && VISIBLE.matcher(state).matches()) {
            trace.add(new HeaderField(STATE, state));
        }
        return request.with(request.ttl(), request.priority(), trace);
    }
}
