package io.dispatcher.web;

import io.dispatcher.security.Caller;
import io.dispatcher.security.Role;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Who may call what, by method and path: the contract's roles as one table. */
enum Access {
    /** Static pages: they ask for a token themselves. */
    EVERYBODY,
    /** Monitoring: without a token from this machine, else like {@link #VIEWER}. */
    LOOPBACK_OR_VIEWER,
    VIEWER,
    OPERATOR,
    ADMIN,
    /** An agent's channel. */
    AGENT,
    /** What an agent or an operator may start. */
    AGENT_OR_OPERATOR;

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> MONITORING = Set.of("/metrics", "/_metrics", "/health", "/openapi");

    static boolean reading(String method) {
        return READING.contains(method);
    }

    /** @param path as {@link #path} gives it */
    static Access of(String method, String path) {
        boolean reading = reading(method);
        if (path.startsWith("/api/")) {
            return api(method, reading, path);
        }
        if (path.equals("/ws") || path.startsWith("/streams/")) {
            return AGENT;
        }
        if (path.startsWith("/t/") || path.equals("/t")) {
            return OPERATOR; // also a GET makes somebody do something
        }
        if (reading && (MONITORING.contains(path) || path.startsWith("/health/") || path.startsWith("/openapi/"))) {
            return LOOPBACK_OR_VIEWER;
        }
        if (reading && (below(path, "/console") || below(path, "/playground") || path.equals("/favicon.ico"))) {
            return EVERYBODY;
        }
        return reading ? VIEWER : OPERATOR;
    }

    private static Access api(String method, boolean reading, String path) {
        if (reading) {
            return secret(path) ? ADMIN : VIEWER;
        }
        if (path.equals("/api/agents/register")) {
            return AGENT_OR_OPERATOR;
        }
        boolean removesAgent = method.equals("DELETE") && below(path, "/api/agents");
        return removesAgent || below(path, "/api/tokens") || below(path, "/api/dead-letters") ? ADMIN : OPERATOR;
    }

    /** What shows a secret, or a message as it is. */
    private static boolean secret(String path) {
        return path.equals("/api/callbacks/secret")
                || path.startsWith("/api/dead-letters/")
                || path.startsWith("/api/expired/");
    }

    boolean allows(Caller caller) {
        return switch (this) {
            case EVERYBODY -> true;
            case LOOPBACK_OR_VIEWER, VIEWER -> caller.may(Role.VIEWER);
            case OPERATOR -> caller.may(Role.OPERATOR);
            case ADMIN -> caller.may(Role.ADMIN);
            case AGENT -> caller.may(Role.AGENT) || caller.may(Role.ADMIN);
            case AGENT_OR_OPERATOR -> caller.may(Role.AGENT) || caller.may(Role.OPERATOR);
        };
    }

    private static boolean below(String path, String root) {
        return path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }

    /**
     * The path as those behind the filter will understand it: percent-decoded, without path parameters, empty and dot segments.
     *
     * @throws IllegalArgumentException if it cannot be decoded
     */
    static String path(String requestUri) {
        if (plain(requestUri)) {
            return requestUri;
        }
        StringBuilder path = new StringBuilder(requestUri.length());
        for (String segment : requestUri.split("/")) {
            int parameters = segment.indexOf(';');
            String name = parameters < 0 ? segment : segment.substring(0, parameters);
            String decoded = URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (decoded.equals("..")) {
                path.setLength(Math.max(0, path.lastIndexOf("/")));
            } else if (!decoded.isEmpty() && !decoded.equals(".")) {
                path.append('/').append(decoded);
            }
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    private static boolean plain(String uri) {
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c == '%' || c == ';' || (c == '/' && i + 1 < uri.length() && uri.charAt(i + 1) == '/')) {
                return false;
            }
            if (c == '.' && i > 0 && uri.charAt(i - 1) == '/') {
                return false;
            }
        }
        return true;
    }
}
