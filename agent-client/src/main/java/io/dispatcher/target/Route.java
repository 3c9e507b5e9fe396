package io.dispatcher.target;

import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What answers a path.
 *
 * @param path the whole path, or, ending in {@code /}, what it starts with
 * @param actions by method; HEAD is answered by GET's
 */
record Route(String path, Map<String, Action> actions) {
    interface Action {
        void answer(Exchange exchange) throws Exception;
    }

    static Route get(String path, Action action) {
        return new Route(path, Map.of("GET", action));
    }

    static Route post(String path, Action action) {
        return new Route(path, Map.of("POST", action));
    }

    boolean matches(String requested) {
        boolean prefix = path.length() > 1 && path.endsWith("/");
        return prefix ? requested.startsWith(path) : requested.equals(path);
    }

    @Nullable
    Action action(String method) {
        return actions.get(method.equals("HEAD") ? "GET" : method);
    }

    /** The value of {@code Allow}. */
    String allowed() {
        TreeSet<String> methods = new TreeSet<>(actions.keySet());
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }
}
