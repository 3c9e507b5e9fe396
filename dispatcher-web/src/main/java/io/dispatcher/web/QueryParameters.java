package io.dispatcher.web;

import io.dispatcher.dispatch.FailureType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Query parameters, each known and given once. */
public final class QueryParameters {
    private QueryParameters() {}

    /** @throws ProblemException naming a parameter that is repeated or not in the list */
    public static Map<String, String> of(UriInfo uri, List<String> known) {
        MultivaluedMap<String, String> all = uri.getQueryParameters();
        Map<String, String> once = new LinkedHashMap<>();
        all.forEach((name, values) -> once.put(name, single(name, values.size(), values.get(0), known)));
        return once;
    }

    /** The same for a servlet; call it before a form body is read. */
    public static Map<String, String> of(HttpServletRequest request, List<String> known) {
        Map<String, String> once = new LinkedHashMap<>();
        if (request.getQueryString() != null) {
            request.getParameterMap()
                    .forEach((name, values) -> once.put(name, single(name, values.length, values[0], known)));
        }
        return once;
    }

    private static String single(String name, int count, String value, List<String> known) {
        if (!known.contains(name)) {
            throw ProblemException.of(
                    FailureType.INVALID_REQUEST,
                    "unknown query parameter " + name
                            + (known.isEmpty() ? "; none are known here" : "; known are " + String.join(", ", known)));
        }
        if (count > 1) {
            throw ProblemException.of(
                    FailureType.INVALID_REQUEST, "query parameter " + name + " is given more than once");
        }
        return value;
    }
}
