package io.dispatcher.web;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Refuses query parameters that a resource method does not know. */
@Provider
public class QueryParameterFilter implements ContainerRequestFilter {
    private final ConcurrentHashMap<Method, List<String>> known = new ConcurrentHashMap<>();

    @Context
    private ResourceInfo resource;

    /** Names a resource method reads from the URI itself, beside its {@link QueryParam} parameters; {@code "*"}: it checks them. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Known {
        String[] value();
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Method method = resource.getResourceMethod();
        if (method == null || request.getUriInfo().getRequestUri().getRawQuery() == null) {
            return;
        }
        List<String> names = known.computeIfAbsent(method, QueryParameterFilter::names);
        if (!names.contains("*")) {
            QueryParameters.of(request.getUriInfo(), names);
        }
    }

    private static List<String> names(Method method) {
        List<String> names = new ArrayList<>();
        Known more = method.getAnnotation(Known.class);
        if (more != null) {
            names.addAll(List.of(more.value()));
        }
        Stream.of(method.getParameters())
                .map((Parameter parameter) -> parameter.getAnnotation(QueryParam.class))
                .filter(annotation -> annotation != null)
                .forEach(annotation -> names.add(annotation.value()));
        return names;
    }
}
